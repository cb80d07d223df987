using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Scores users who all ask for the same values at the same hours, such as all values for each user: a user in each lane,
/// and a strip of sixteen users for each value. What a value and hour add is then one number for all lanes, nothing is
/// gathered row by row, and no vector is summed up across. The bits are those of <see cref="ScoringTiles"/>.
/// </summary>
internal sealed unsafe class UserTiles(NetworkShape shape, NetworkWeights weights)
{
    /// <summary>The most users at a time: two strips of each value.</summary>
    public const int MostUsers = 2 * Lanes;

    /// <summary>The most values at a time.</summary>
    public const int MostValues = 32;

    private const int Lanes = ColumnProduct.Lanes;
    private const int StripFloats = RatingTile.StripFloats;

    // fewer would leave so many lanes empty that rows one by one take no longer
    private const int FewestUsers = 13;

    private readonly UserColumns[] _users = [new(shape, weights), new(shape, weights)];
    private readonly SlotRows _slotRows = new(shape, weights);
    private readonly AlignedFloats _slots = new(MostValues * SlotWidth(shape));
    private readonly AlignedFloats[] _hidden = [.. shape.Hidden[..^1].Select(width => new AlignedFloats(2 * Lanes * width))];
    private readonly AlignedFloats _last = new(2 * Lanes * (shape.Hidden[^1] + shape.FactorWidth));

    // one strip to spare, where their number is odd
    private readonly AlignedFloats _outputs = new(((2 * MostValues) + 1) * StripFloats);
    private RepeatedRuns _runs;

    /// <summary>Whether the machine has the registers and the network the outputs that this is made for.</summary>
    public static bool Fits(NetworkShape shape) => Vector512.IsHardwareAccelerated && shape is { Outputs: ColumnProduct.Outputs, TakesValue: true };

    /// <summary>How many of these users are worth it; the rest would leave too many lanes empty.</summary>
    public static int Worthwhile(int users) => users % Lanes < FewestUsers ? users / Lanes * Lanes : users;

    /// <summary>Takes in the users of runs that start at a row, at most <see cref="MostUsers"/>.</summary>
    public void Take(FinishedNetwork network, ScoringRows rows, int first, RepeatedRuns runs)
    {
        _runs = runs;
        for (var strip = 0; strip * Lanes < runs.Users; strip++)
            _users[strip].Fill(network, rows.UserIndices[(first + (strip * Lanes * runs.Length))..], OfStrip(strip));
    }

    /// <summary>Computes the outputs of some values for the users that were taken in.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="first">Row of the first user and the first of the values.</param>
    /// <param name="count">How many values, at most <see cref="MostValues"/>.</param>
    public void Run(ScoringRows rows, int first, int count)
    {
        for (var i = 0; i < count; i++)
            LayOut(ScoringTiles.Known(rows.ValueIndices[first + i], shape.Values, "value"), rows.Slots[first + i], Slot(i));
        var strips = (_runs.Users + Lanes - 1) / Lanes * count;
        for (var strip = 0; strip < strips; strip += 2)
        {
            var other = Math.Min(strip + 1, strips - 1);
            Strips users = new(_users[strip / count].Columns, _users[other / count].Columns), slots = new(Slot(strip % count), Slot(other % count));
            Pair(users, slots, _outputs.Pointer + (strip * StripFloats));
        }
    }

    /// <summary>The outputs of sixteen users.</summary>
    /// <param name="strip">Which sixteen.</param>
    /// <param name="first">Row of the first user of all and the first of the values.</param>
    /// <param name="count">How many values.</param>
    public RatingTile Tile(int strip, int first, int count) =>
        new(_outputs.Pointer + (strip * count * StripFloats), first + (strip * Lanes * _runs.Length), (count, OfStrip(strip)));

    private static int SlotWidth(NetworkShape shape) => shape.Hidden[0] + shape.OutputWidth + shape.FactorWidth;

    private RepeatedRuns OfStrip(int strip) => _runs with { Users = Math.Min(Lanes, _runs.Users - (strip * Lanes)) };

    private float* Slot(int value) => _slots.Pointer + (value * SlotWidth(shape));

    // In the order of the users' columns.
    private void LayOut(int value, TimeSlot slot, float* to)
    {
        var first = shape.Hidden[0];
        var row = _slotRows.Find(value, slot);
        RowKernels.Copy(row, to, first);
        RowKernels.Copy(weights.At(weights.Layout.Values + weights.Layout.ValueBias) + ((nint)value * weights.Layout.ValueRow), to + first, shape.OutputWidth);
        RowKernels.Copy(row + first, to + first + shape.OutputWidth, shape.FactorWidth);
    }

    // The last hidden layer and the product term stand together, as their weights do.
    private Strips Activations(int layer)
    {
        var place = layer < _hidden.Length ? _hidden[layer] : _last;
        return new(place.Pointer, place.Pointer + (place.Length / 2));
    }

    private void Pair(Strips users, Strips slots, float* outputs)
    {
        var first = new SharedSums(users, slots, Activations(0));
        if (shape.Hidden.Length == 1)
        {
            for (var j = 0; j < shape.Hidden[0]; j++)
                first.Take(j);
        }
        else
        {
            ColumnProduct.StartRelu(weights.At(weights.Layout.HiddenBiases[1]), Weights(1), first, Activations(1));
        }

        for (var layer = 2; layer < shape.Hidden.Length; layer++)
            ColumnProduct.StartRelu(weights.At(weights.Layout.HiddenBiases[layer]), Weights(layer), Activations(layer - 1), Activations(layer));
        Strips last = Activations(_hidden.Length), to = new(outputs, outputs + StripFloats);
        var (bias, factors, products) = (shape.Hidden[0], shape.Hidden[0] + shape.OutputWidth, shape.Hidden[^1] * Lanes);
        SharedColumns.Add(users.Skip(bias * Lanes), slots.Skip(bias), to, ColumnProduct.Outputs);
        SharedColumns.Multiply(users.Skip(factors * Lanes), slots.Skip(factors), last.Skip(products), shape.FactorWidth);
        ColumnProduct.AddPairs(weights.DerivedAt(weights.Projected.FewOutputs), shape.Hidden[^1] + shape.FactorWidth, last, to);
    }

    private Matrix Weights(int layer) =>
        new(weights.At(weights.Layout.HiddenWeights[layer]), shape.Hidden[layer - 1], shape.Hidden[layer], shape.Hidden[layer]);
}
