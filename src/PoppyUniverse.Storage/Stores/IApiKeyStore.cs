namespace PoppyUniverse.Storage.Stores;

/// <summary>API keys. Thread-safe.</summary>
public interface IApiKeyStore
{
    /// <summary>Adds a key.</summary>
    Task AddKeyAsync(ApiKey key, CancellationToken cancellation);

    /// <summary>The key of an id, revoked or not; null for none.</summary>
    Task<ApiKey?> FindKeyAsync(string id, CancellationToken cancellation);

    /// <summary>All keys, the oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellation);

    /// <summary>Revokes a key; false when there is none of that id that is good.</summary>
    Task<bool> RevokeKeyAsync(string id, long unixMicroseconds, CancellationToken cancellation);
}
