namespace PoppyUniverse.Storage.Stores;

/// <summary>What became of a batch.</summary>
/// <param name="Sequences">Each row's number; 0 for a row that was there already.</param>
/// <param name="Conflicts">
/// Rows whose client key stands for another interaction of that user; when there are any, nothing of the batch was stored.
/// </param>
public sealed record AppendResult(IReadOnlyList<long> Sequences, IReadOnlyList<int> Conflicts)
{
    /// <summary>Rows stored.</summary>
    public int Added => Sequences.Count(sequence => sequence > 0);

    /// <summary>Rows that were there already.</summary>
    public int Duplicates => Conflicts.Count > 0 ? 0 : Sequences.Count - Added;
}
