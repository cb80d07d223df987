namespace PoppyUniverse.Simulation;

/// <summary>Who comes when: user and time of the rows of a block, from its first to its last.</summary>
internal interface IArrivals
{
    /// <summary>Fills the next rows.</summary>
    /// <param name="firstRow">Number of the first of them in the whole simulation; each call goes on where the last ended.</param>
    /// <param name="users">Users, as indices into the whole simulation.</param>
    /// <param name="unixMicroseconds">Times, as many.</param>
    void Read(long firstRow, Span<int> users, Span<long> unixMicroseconds);
}
