using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Moves the shared parameters: folds the summed gradients back to the parameters behind what was derived, takes an Adam
/// step, and derives anew, in four parts that have nothing in common, for as many threads. A value's row moves (and decays)
/// only in batches that it occurs in, like a user's.
/// </summary>
/// <param name="shape">Sizes.</param>
/// <param name="weights">What is moved.</param>
/// <param name="decay">Weight decay of layers and small tables.</param>
/// <param name="valueDecays">Weight decay of each value's row, the unknown one last.</param>
internal sealed unsafe class SharedOptimizer(NetworkShape shape, NetworkWeights weights, float decay, float[] valueDecays)
{
    /// <summary>Number of parts.</summary>
    public const int Parts = 4;

    private readonly GradientFold[] _folds = [.. Enumerable.Range(0, Parts).Select(_ => new GradientFold(shape, weights))];
    private readonly (int Start, int End, bool Decays)[][] _places = Places(shape, weights.Layout);

    private enum Part
    {
        Values,
        Hidden,
        Hours,
        Outputs,
    }

    /// <summary>First moments.</summary>
    public AlignedFloats Mean { get; } = new(weights.Layout.Length);

    /// <summary>Second moments.</summary>
    public AlignedFloats Variance { get; } = new(weights.Layout.Length);

    /// <summary>Adds up the lanes' gradients of a part, for a batch with these values, and folds their sum, which stands with lane 0.</summary>
    public void Fold(int part, LaneGradients[] lanes, ReadOnlySpan<(int To, int From)> additions, ReadOnlySpan<int> values)
    {
        var sum = lanes[0];
        foreach (var (to, from) in additions)
            Add(part, lanes[from], lanes[to], values);
        var fold = _folds[part];
        switch ((Part)part)
        {
            case Part.Values:
                fold.Values(sum, values);
                break;
            case Part.Hours:
                fold.Hours(sum);
                break;
            case Part.Outputs:
                fold.Days(sum);
                fold.Outputs(sum);
                break;
            default:
                break; // samples meet the hidden layers' weights directly
        }
    }

    /// <summary>Shortens the folded gradient of all that moves with every batch, if it is longer than allowed.</summary>
    public void Clip(LaneGradients sum, in Adam adam) => adam.Clip(sum.At(0), weights.Layout.DenseLength);

    /// <summary>Moves a part by its folded gradients, which are used up, and derives what depends on it.</summary>
    public void Move(int part, LaneGradients sum, ReadOnlySpan<int> values, in Adam adam)
    {
        foreach (var (start, end, isDecayed) in _places[part])
            Move(adam, sum, start, end - start, isDecayed ? decay : 0);
        switch ((Part)part)
        {
            case Part.Values:
                if (shape.TakesValue)
                    MoveValues(adam, sum, values);
                weights.DeriveSmallCatalog();
                break;
            case Part.Hidden:
                weights.DeriveHidden();
                break;
            case Part.Hours:
                weights.DeriveHours();
                break;
            default:
                weights.DeriveDays();
                weights.DeriveOutputs();
                break;
        }
    }

    // Of what samples meet.
    private void Add(int part, LaneGradients from, LaneGradients to, ReadOnlySpan<int> values)
    {
        var (layout, projected) = (weights.Layout, weights.Projected);
        foreach (var (start, end, _) in _places[part])
        {
            if (start >= layout.FoldedLength)
                to.AddBlock(from, start, end);
        }

        switch ((Part)part)
        {
            case Part.Values:
                to.AddValues(from, values);
                break;
            case Part.Hours:
                to.AddTables(from, projected.Hours, projected.Days);
                break;
            case Part.Outputs:
                to.AddTables(from, projected.Days, projected.TableLength);
                break;
            default:
                break;
        }
    }

    // Which stretches of the block belong to which part, and whether they decay: weights of factors in closed form start
    // where they should be, like the biases of layers.
    private static (int Start, int End, bool Decays)[][] Places(NetworkShape shape, NetworkLayout layout)
    {
        var (first, user) = (layout.HiddenBiases[0] + shape.Hidden[0], layout.UnknownUser);
        return
        [
            [(layout.Types, layout.Hours, true), (layout.FirstType, layout.FirstHour, true), (layout.HiddenBiases[0], first, false)],
            [
                .. shape.UserParts.Select(part => (user + part.Start, user + part.End, part.Decays)),
                (layout.FirstUser, layout.HiddenEnd, true), (first, layout.OutputBias, false),
            ],
            [(layout.Hours, layout.Days, true), (layout.FirstHour, layout.FirstDay, true), .. Factors(layout.HourFactors, TimeSlot.Hours)],
            [
                (layout.Days, layout.FirstType, true), (layout.FirstDay, layout.FirstDay + (shape.Sizes.Day * shape.Hidden[0]), true), .. Factors(layout.DayFactors, TimeSlot.Days),
                (layout.OutputWeight, layout.FactorWeight, true), (layout.FactorWeight, layout.FactorWeight + (shape.Factors * shape.OutputWidth), !shape.FixesFactors),
                (layout.OutputBias, layout.DenseLength, false),
            ],
        ];

        (int Start, int End, bool Decays)[] Factors(int start, int rows) => shape.FixesFactors ? [] : [(start, start + (rows * shape.FactorWidth), true)];
    }

    private void MoveValues(in Adam adam, LaneGradients sum, ReadOnlySpan<int> values)
    {
        var layout = weights.Layout;
        foreach (var value in values)
        {
            var row = layout.Values + (value * layout.ValueRow);
            adam.Clip(sum.At(row), layout.LearnedValueRow);
            Move(adam, sum, row, layout.ValueBias, valueDecays[value]);
            Move(adam, sum, row + layout.ValueBias, layout.ValueFactors - layout.ValueBias, 0);
            Move(adam, sum, row + layout.ValueFactors, layout.LearnedValueRow - layout.ValueFactors, valueDecays[value]);
        }
    }

    private void Move(in Adam adam, LaneGradients sum, int start, int length, float rowDecay) =>
        adam.Step(weights.At(start), Mean.Pointer + start, Variance.Pointer + start, sum.At(start), length, rowDecay);
}
