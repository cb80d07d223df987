using ParquetSharp;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Storage.Simulations.Formats;

/// <summary>Columns of a row group, filled piece by piece.</summary>
internal sealed class ParquetPiece(int capacity)
{
    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    public long[] Ids { get; } = new long[capacity];

    public long[] Users { get; } = new long[capacity];

    public int[] Values { get; } = new int[capacity];

    public int[] Strengths { get; } = new int[capacity];

    public long[] Times { get; } = new long[capacity];

    /// <summary>Room to look names up in.</summary>
    public ByteArray[] Names { get; } = new ByteArray[capacity];

    /// <summary>Whether so many rows more find room.</summary>
    public bool HasRoomFor(int rows) => Count + rows <= capacity;

    public void Clear() => Count = 0;

    /// <summary>So many rows were filled in.</summary>
    public void SetCount(int count) => Count = count;

    public void Add(SimulatedRows rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            Ids[Count + i] = rows.FirstRow + i + 1;
            Users[Count + i] = Simulator.FirstUserId + rows.UserIndices[i];
            Strengths[Count + i] = rows.Strengths[i];
        }

        rows.ValueIndices.CopyTo(Values.AsSpan(Count));
        rows.UnixMicroseconds.CopyTo(Times.AsSpan(Count));
        Count += rows.Count;
    }
}
