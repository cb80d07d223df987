namespace PoppyUniverse.Storage.Stores;

/// <summary>
/// What a server remembers: interactions, API keys, model versions. SQLite and PostgreSQL keep the same contract; one server
/// at a time works on a store, the command line may beside it.
/// </summary>
public interface IStore : IInteractionStore, IApiKeyStore, IModelVersionStore, IAsyncDisposable
{
    /// <summary>What the store is, for people, without a password: "sqlite:poppy.db".</summary>
    string Name { get; }

    /// <summary>Version of the tables.</summary>
    Task<int> SchemaVersionAsync(CancellationToken cancellation);

    /// <summary>Brings the tables up to date; to be called once, before anything else.</summary>
    /// <exception cref="StoreException">The database cannot be reached, is no database, or was made by a later version.</exception>
    Task MigrateAsync(CancellationToken cancellation);
}
