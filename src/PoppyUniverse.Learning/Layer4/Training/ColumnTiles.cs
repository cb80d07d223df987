using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Scores rows whose values and hours repeat from user to user, such as all values for each user, in tiles of whole
/// repeats. A tile is laid out by column, sixteen rows a strip, from the first layer to the outputs: nothing is gathered row
/// by row, and no vector is summed up across. The bits are those of <see cref="ScoringTiles"/>.
/// </summary>
internal sealed unsafe class ColumnTiles(NetworkShape shape, NetworkWeights weights)
{
    private const int Lanes = ColumnProduct.Lanes;

    // of a run: a tile may have as many runs as a vector has lanes
    private const int FewestRows = TileForward.Rows / Lanes;

    private readonly SlotColumns _slots = new(shape, weights, new(shape, weights));
    private readonly UserColumns _users = new(shape, weights);
    private readonly AlignedFloats[] _hidden = [.. shape.Hidden[..^1].Select(width => new AlignedFloats(Lanes * width))];
    private readonly AlignedFloats _last = new(Lanes * (shape.Hidden[^1] + shape.FactorWidth));
    private readonly int[] _indices = new int[TileForward.Rows];

    /// <summary>Whether the machine has the registers and the network the outputs that this is made for.</summary>
    public static bool Fits(NetworkShape shape) => Vector512.IsHardwareAccelerated && shape is { Outputs: ColumnProduct.Outputs, TakesValue: true };

    /// <summary>Forgets the users: other rows come.</summary>
    public void Start() => _users.Start();

    /// <summary>Computes outputs from a row on, if values and hours repeat there; returns for how many rows, 0 if they do not.</summary>
    /// <param name="network">The users.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="first">Number of the first row.</param>
    /// <param name="columns">(6 × 64): outputs by column.</param>
    public int Run(FinishedNetwork network, ScoringRows rows, int first, float* columns)
    {
        var count = _slots.Covers(rows.ValueIndices[first..], rows.Slots[first..]);
        if (count == 0)
            count = Repeat(rows, first);
        if (count == 0 || !_users.Hold(network, rows.UserIndices, first, count))
            return 0;
        for (var row = 0; row < count; row += Lanes)
            Strip(_users.Lanes(first + row), row, columns + row);
        return count;
    }

    // Lays out as many whole runs of the first user's length as fit into a tile, when the rows behind them are the same again.
    private int Repeat(ScoringRows rows, int first)
    {
        var users = rows.UserIndices[first..];
        var values = rows.ValueIndices[first..];
        var slots = rows.Slots[first..];
        var run = users.IndexOfAnyExcept(users[0]);
        if (run is < FewestRows or > TileForward.Rows)
            return 0;
        var count = TileForward.Rows / run * run;
        if (users.Length < 2 * count || !values[..count].SequenceEqual(values.Slice(count, count)) || !slots[..count].SequenceEqual(slots.Slice(count, count)))
            return 0;
        for (var i = 0; i < count; i++)
            _indices[i] = ScoringTiles.Known(values[i], shape.Values, "value");
        _slots.Fill(values[..count], slots[..count], _indices.AsSpan(0, count));
        return count;
    }

    // The last hidden layer and the product term stand together, as their weights do.
    private float* Activations(int layer) => layer < _hidden.Length ? _hidden[layer].Pointer : _last.Pointer;

    private void Strip(Vector512<int> runs, int row, float* columns)
    {
        var first = new PickedSums(_users.First, runs, _slots.First(row), Activations(0));
        if (shape.Hidden.Length == 1)
        {
            for (var j = 0; j < shape.Hidden[0]; j++)
                first.Take(j);
        }
        else
            ColumnProduct.StartReluPicked(weights.At(weights.Layout.HiddenBiases[1]), Weights(1), first, Activations(1));
        for (var layer = 2; layer < shape.Hidden.Length; layer++)
            ColumnProduct.StartRelu(weights.At(weights.Layout.HiddenBiases[layer]), Weights(layer), Activations(layer - 1), Activations(layer));
        Outputs(runs, row, columns);
    }

    private Matrix Weights(int layer) =>
        new(weights.At(weights.Layout.HiddenWeights[layer]), shape.Hidden[layer - 1], shape.Hidden[layer], shape.Hidden[layer]);

    private void Outputs(Vector512<int> runs, int row, float* columns)
    {
        float* user = _users.Factors, slot = _slots.Factors(row), to = _last.Pointer + (shape.Hidden[^1] * Lanes);
        for (var end = user + (shape.FactorWidth * Lanes); user < end; user += Lanes, slot += Lanes, to += Lanes)
            (Vector512.ShuffleNative(Vector512.Load(user), runs) * Vector512.Load(slot)).Store(to);
        user = _users.Biases;
        slot = _slots.Biases(row);
        var all = weights.At(weights.Layout.OutputBias);
        for (var j = 0; j < ColumnProduct.Outputs; j++)
            (Vector512.Create(all[j]) + Vector512.ShuffleNative(Vector512.Load(user + (j * Lanes)), runs) + Vector512.Load(slot + (j * Lanes))).Store(columns + (j * TileForward.Rows));
        ColumnProduct.AddPairs(weights.DerivedAt(weights.Projected.FewOutputs), shape.Hidden[^1] + shape.FactorWidth, _last.Pointer, columns, TileForward.Rows);
    }
}
