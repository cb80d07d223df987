namespace PoppyUniverse.Storage.Stores;

/// <summary>The log of interactions that a server takes in. Thread-safe.</summary>
public interface IInteractionStore
{
    /// <summary>
    /// Stores a batch: all of it or, on a conflict or failure, nothing. When this returns, the rows survive a crash of the
    /// process and of the machine. Rows known by user and client key are left alone.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be written; whether the batch is there is unknown, so send it again.</exception>
    Task<AppendResult> AppendAsync(IReadOnlyList<NewInteraction> rows, CancellationToken cancellation);

    /// <summary>Whether a whole log was put in, as <see cref="NoteLogAsync"/> noted.</summary>
    /// <param name="sha256">SHA-256 of its rows, hexadecimal.</param>
    /// <param name="cancellation">Stops waiting for the database.</param>
    Task<bool> KnowsLogAsync(string sha256, CancellationToken cancellation);

    /// <summary>Notes that a whole log was put in.</summary>
    /// <inheritdoc cref="KnowsLogAsync"/>
    Task NoteLogAsync(string sha256, CancellationToken cancellation);

    /// <summary>A user's latest interactions, the last stored first.</summary>
    Task<IReadOnlyList<StoredInteraction>> HistoryAsync(string user, int most, CancellationToken cancellation);

    /// <summary>Number of a user's interactions.</summary>
    Task<long> CountAsync(string user, CancellationToken cancellation);

    /// <summary>Number of interactions after a number; counts one by one, so it takes longer the more there are.</summary>
    Task<long> CountAfterAsync(long sequence, CancellationToken cancellation);

    /// <summary>
    /// All interactions after one number up to another, ascending. Reads piece by piece, so that a long reading holds up
    /// nobody; what is appended meanwhile beyond <paramref name="through"/> is not seen.
    /// </summary>
    IAsyncEnumerable<StoredInteraction> ReadAsync(long after, long through, CancellationToken cancellation);

    /// <summary>
    /// Erases a user: interactions and client keys, also from what the database keeps of deleted rows in its files. Takes
    /// as long as rewriting the log. Notes that it happened (<see cref="ErasedUser"/>).
    /// </summary>
    Task<Erasure> EraseUserAsync(string user, CancellationToken cancellation);

    /// <summary>Who was erased.</summary>
    Task<IReadOnlyList<ErasedUser>> ErasedUsersAsync(CancellationToken cancellation);

    /// <summary>What is in the store.</summary>
    Task<StoreSummary> SummaryAsync(CancellationToken cancellation);
}
