namespace PoppyUniverse.Storage.Stores;

/// <summary>A store cannot be reached, read or written.</summary>
public sealed class StoreException : IOException
{
    /// <summary>The store, and what is wrong with it.</summary>
    public StoreException(string store, string problem, Exception? cause = null)
        : base($"{store}: {problem}", cause)
    {
    }

    /// <summary>Whether the same call may well succeed in a moment: the database is busy, full or restarting.</summary>
    public bool IsPassing { get; init; }
}
