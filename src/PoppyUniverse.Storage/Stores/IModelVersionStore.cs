namespace PoppyUniverse.Storage.Stores;

/// <summary>The models that were served, and which one is. Thread-safe.</summary>
public interface IModelVersionStore
{
    /// <summary>Registers a model and makes it the active one; its version is given by the store.</summary>
    Task<ModelVersion> AddVersionAsync(ModelVersion version, CancellationToken cancellation);

    /// <summary>All versions, the oldest first.</summary>
    Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(CancellationToken cancellation);

    /// <summary>The active version's number; 0 for none.</summary>
    Task<long> ActiveVersionAsync(CancellationToken cancellation);

    /// <summary>Makes a registered version the active one.</summary>
    Task ActivateAsync(long version, CancellationToken cancellation);

    /// <summary>Forgets a version.</summary>
    Task RemoveVersionAsync(long version, CancellationToken cancellation);
}
