using PoppyUniverse.Interactions;

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

    /// <summary>Index of the first of the users that these rows can be of: those of their block.</summary>
    public int FirstUser { get; private set; }

    /// <summary>Number of these users.</summary>
    public int UserCount { get; private set; }

    /// <summary>User index of each row; the user's id is the index plus one.</summary>
    public ReadOnlySpan<int> UserIndices => Users;

    /// <summary>Value index of each row in the profile's catalog.</summary>
    public ReadOnlySpan<int> ValueIndices => Values;

    /// <summary>Strength of each row, 1–5.</summary>
    public ReadOnlySpan<byte> Strengths => Liking;

    /// <summary>Time of each row, microseconds since 1970-01-01T00:00:00Z.</summary>
    public ReadOnlySpan<long> UnixMicroseconds => Times;

    /// <summary>The columns as the simulation fills them.</summary>
    internal Span<int> Users => _userIndices.AsSpan(0, Count);

    internal Span<int> Values => _valueIndices.AsSpan(0, Count);

    internal Span<byte> Liking => _strengths.AsSpan(0, Count);

    internal Span<long> Times => _unixMicroseconds.AsSpan(0, Count);

    /// <summary>A row as an interaction.</summary>
    public Interaction this[int i] => new(_userIndices[i], _valueIndices[i], _strengths[i], _unixMicroseconds[i]);

    internal void Reset(long firstRow, int count, BlockUsers users) =>
        (FirstRow, Count, FirstUser, UserCount) = (firstRow, count, users.First, users.Count);
}
