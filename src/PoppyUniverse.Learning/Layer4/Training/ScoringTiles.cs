using System.Runtime.CompilerServices;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Runs rows to be scored through a network, tile by tile; rows of one user that follow each other share its part, and
/// rows of one value and hour share theirs.
/// </summary>
internal sealed unsafe class ScoringTiles(FinishedNetwork network)
{
    private readonly NetworkShape _shape = network.Shape;
    private readonly TileForward _forward = new(network.Shape, network.Weights);
    private readonly SlotRows _slotRows = new(network.Shape, network.Weights);
    private readonly int[] _runOfRow = new int[TileForward.Rows];
    private FinishedNetwork _network = network;

    /// <summary>Row number of the tile's first row.</summary>
    public int First { get; private set; }

    /// <summary>Rows of the tile.</summary>
    public int Count { get; private set; }

    /// <summary>(Count × OutputWidth).</summary>
    public float* Outputs => _forward.Outputs.Pointer;

    /// <summary>Goes back to the first row, of other rows if need be, and of other users of the same weights.</summary>
    public void Start(FinishedNetwork users) => (First, Count, _network) = (0, 0, users);

    /// <summary>Computes the next tile; false when all rows are done.</summary>
    public bool Next(ScoringRows rows)
    {
        First += Count;
        Count = Math.Min(TileForward.Rows, rows.Count - First);
        if (Count == 0)
            return false;
        Run(rows, First, Count);
        return true;
    }

    /// <summary>Computes the outputs of up to 64 rows from <paramref name="first"/> on.</summary>
    public void Run(ScoringRows rows, int first, int count)
    {
        _forward.ProjectUsers(GatherRuns(rows.UserIndices.Slice(first, count)));
        FillInputs(rows.ValueIndices.Slice(first, count), rows.Slots.Slice(first, count));
        _forward.RunLayers(count);
    }

    /// <summary>The row of a table for an index, the last row for what is unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Known(int index, int count, string what) =>
        (uint)index < (uint)count ? index
        : index == IdMap.Unknown ? count
        : throw OutOfRange(index, count, what);

    private int GatherRuns(ReadOnlySpan<int> users)
    {
        _forward.UserRows = _network.User(0);
        var places = _forward.Runs.Places;
        var (runs, last, place) = (0, -2, 0L);
        for (var i = 0; i < users.Length; i++)
        {
            if (users[i] != last)
            {
                last = users[i];
                place = (long)Known(last, _network.UserCount, "user") * _shape.UserRow;
                RowKernels.Copy(_forward.UserRows + place, _forward.UserEmbeddings.Pointer + (runs * _shape.UserWidth), _shape.UserWidth);
                runs++;
            }

            (_runOfRow[i], places.UserRows[i]) = (runs - 1, place);
        }

        return runs;
    }

    // The first layer's activations and the products of each row.
    private void FillInputs(ReadOnlySpan<int> values, ReadOnlySpan<TimeSlot> slots)
    {
        var (first, factors, known) = (_shape.Hidden[0], _shape.FactorWidth, _shape.TakesValue ? _shape.Values : 0);
        var valueRow = _network.Weights.Layout.ValueRow;
        float* userFactors = _forward.UserRows + _shape.UserFactors, projections = _forward.UserProjections.Pointer;
        float* to = _forward.Activations[0].Pointer, products = _forward.Products.Pointer;
        var places = _forward.Runs.Places;
        for (var i = 0; i < values.Length; i++)
        {
            var value = known == 0 ? 0 : Known(values[i], known, "value");
            var slot = _slotRows.Find(value, slots[i]);
            places.ValueRows[i] = (long)value * valueRow;
            RowKernels.AddRelu(projections + ((nint)_runOfRow[i] * first), slot, to + (i * first), first);
            RowKernels.Multiply(userFactors + places.UserRows[i], slot + first, products + (i * factors), factors);
        }
    }

    private static ArgumentOutOfRangeException OutOfRange(int index, int count, string what) =>
        new(what, index, $"The {what} index is outside the model's {count}; unknown is {IdMap.Unknown}.");
}
