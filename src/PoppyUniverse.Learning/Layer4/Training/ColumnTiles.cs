using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Scores rows whose values and hours repeat from user to user, such as all values for each user, in tiles of whole
/// repeats. A tile is laid out by column, sixteen rows a strip and two strips at a time, from the first layer to the
/// outputs: nothing is gathered row by row, and no vector is summed up across. The bits are those of
/// <see cref="ScoringTiles"/>.
/// </summary>
internal sealed unsafe class ColumnTiles(NetworkShape shape, NetworkWeights weights)
{
    private const int Lanes = ColumnProduct.Lanes;

    /// <summary>Floats of a tile's outputs.</summary>
    public const int TileFloats = ColumnProduct.Outputs * TileForward.Rows;

    /// <summary>The most tiles at once.</summary>
    public const int MostTiles = 8;

    // of a run: a tile may have as many runs as a vector has lanes
    private const int FewestRows = TileForward.Rows / Lanes;

    private readonly SlotColumns _slots = new(shape, weights, new(shape, weights));
    private readonly UserColumns _users = new(shape, weights);
    private readonly AlignedFloats[] _hidden = [.. shape.Hidden[..^1].Select(width => new AlignedFloats(2 * Lanes * width))];
    private readonly AlignedFloats _last = new(2 * Lanes * (shape.Hidden[^1] + shape.FactorWidth));
    private readonly int[] _indices = new int[TileForward.Rows];

    /// <summary>Whether the machine has the registers and the network the outputs that this is made for.</summary>
    public static bool Fits(NetworkShape shape) => Vector512.IsHardwareAccelerated && shape is { Outputs: ColumnProduct.Outputs, TakesValue: true };

    /// <summary>Forgets the users: other rows come.</summary>
    public void Start() => _users.Start();

    /// <summary>
    /// Computes outputs from a row on, if values and hours repeat there: of a tile, and of those behind it that are the same
    /// again for the next users. Strips of the same values follow each other, so that what they share stays near.
    /// </summary>
    /// <param name="network">The users.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="first">Number of the first row.</param>
    /// <param name="columns">(MostTiles × 6 × 64): outputs by column.</param>
    /// <returns>Rows of a tile, 0 if they do not repeat, and how many tiles.</returns>
    public (int Count, int Tiles) Run(FinishedNetwork network, ScoringRows rows, int first, float* columns)
    {
        var count = Covers(rows, first);
        if (count == 0)
            count = Repeat(rows, first);
        if (count == 0 || !_users.Hold(network, rows.UserIndices, first, count))
            return (0, 0);
        var tiles = 1;
        while (tiles < MostTiles && _users.Holds(first + (tiles * count), count) && Covers(rows, first + (tiles * count)) == count)
            tiles++;
        for (var row = 0; row < count; row += 2 * Lanes)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                var at = first + (tile * count) + row;
                Pair((_users.Lanes(at), _users.Lanes(at + Lanes)), row, columns + (tile * TileFloats) + row);
            }
        }

        return (count, tiles);
    }

    private int Covers(ScoringRows rows, int first) => _slots.Covers(rows.ValueIndices[first..], rows.Slots[first..]);

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
    private Strips Activations(int layer)
    {
        var place = layer < _hidden.Length ? _hidden[layer] : _last;
        return new(place.Pointer, place.Pointer + (place.Length / 2));
    }

    // A tile has room for whole pairs; what is made of strips beyond the last is never looked at.
    private void Pair((Vector512<int> Left, Vector512<int> Right) runs, int row, float* columns)
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
        Strips last = Activations(_hidden.Length), outputs = new(columns, columns + Lanes);
        Multiply(runs, row, last);
        StartOutputs(runs, row, outputs);
        ColumnProduct.AddPairs(weights.DerivedAt(weights.Projected.FewOutputs), shape.Hidden[^1] + shape.FactorWidth, last, outputs, TileForward.Rows);
    }

    private Matrix Weights(int layer) =>
        new(weights.At(weights.Layout.HiddenWeights[layer]), shape.Hidden[layer - 1], shape.Hidden[layer], shape.Hidden[layer]);

    // The product term, behind the last hidden layer.
    private void Multiply((Vector512<int> Left, Vector512<int> Right) runs, int row, Strips last)
    {
        var (left, right) = runs;
        var slots = _slots.Factors(row);
        float* user = _users.Factors, end = user + (shape.FactorWidth * Lanes), slotLeft = slots.Left, slotRight = slots.Right;
        float* toLeft = last.Left + (shape.Hidden[^1] * Lanes), toRight = last.Right + (shape.Hidden[^1] * Lanes);
        for (; user < end; user += Lanes, slotLeft += Lanes, slotRight += Lanes, toLeft += Lanes, toRight += Lanes)
        {
            var factors = Vector512.Load(user);
            (Vector512.ShuffleNative(factors, left) * Vector512.Load(slotLeft)).Store(toLeft);
            (Vector512.ShuffleNative(factors, right) * Vector512.Load(slotRight)).Store(toRight);
        }
    }

    // The biases.
    private void StartOutputs((Vector512<int> Left, Vector512<int> Right) runs, int row, Strips outputs)
    {
        var (left, right) = runs;
        var slots = _slots.Biases(row);
        float* all = weights.At(weights.Layout.OutputBias), users = _users.Biases;
        for (var j = 0; j < ColumnProduct.Outputs; j++)
        {
            var (one, user) = (Vector512.Create(all[j]), Vector512.Load(users + (j * Lanes)));
            (one + Vector512.ShuffleNative(user, left) + Vector512.Load(slots.Left + (j * Lanes))).Store(outputs.Left + (j * TileForward.Rows));
            (one + Vector512.ShuffleNative(user, right) + Vector512.Load(slots.Right + (j * Lanes))).Store(outputs.Right + (j * TileForward.Rows));
        }
    }
}
