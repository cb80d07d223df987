namespace PoppyUniverse.Simulation;

/// <summary>
/// A reusable piece of memory for consecutive rows of a simulation, in columns. Row i of the piece is row
/// <see cref="FirstRow"/> + i of the whole simulation, and Interaction_ID is that number plus one.
/// </summary>
/// <param name="capacity">The most rows it holds.</param>
public sealed class SimulatedRows(int capacity)
{
    private readonly int[] _userIndices = new int[capacity];
    private readonly int[] _valueIndices = new int[capacity];
    private readonly byte[] _strengths = new byte[capacity];
    private readonly long[] _unixMicroseconds = new long[capacity];

    /// <summary>The most rows it holds.</summary>
    public int Capacity => capacity;

    /// <summary>Number of the first row held, from 0, in the whole simulation.</summary>
    public long FirstRow { get; private set; }

    /// <summary>Rows held.</summary>
    public int Count { get; private set; }

    /// <summary>User index of each row; the user's id is the index plus one.</summary>
    public ReadOnlySpan<int> UserIndices => _userIndices.AsSpan(0, Count);

    /// <summary>Value index of each row in the profile's catalog.</summary>
    public ReadOnlySpan<int> ValueIndices => _valueIndices.AsSpan(0, Count);

    /// <summary>Strength of each row, 1–5.</summary>
    public ReadOnlySpan<byte> Strengths => _strengths.AsSpan(0, Count);

    /// <summary>Time of each row, microseconds since 1970-01-01T00:00:00Z.</summary>
    public ReadOnlySpan<long> UnixMicroseconds => _unixMicroseconds.AsSpan(0, Count);

    internal void Reset(long firstRow, int count) => (FirstRow, Count) = (firstRow, count);

    internal void Set(int i, int userIndex, long unixMicroseconds) =>
        (_userIndices[i], _unixMicroseconds[i]) = (userIndex, unixMicroseconds);

    internal void Set(int i, int valueIndex, byte strength) => (_valueIndices[i], _strengths[i]) = (valueIndex, strength);
}
