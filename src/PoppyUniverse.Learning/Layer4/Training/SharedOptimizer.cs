using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Moves the shared parameters: adds up the lanes' gradients in order of lanes, folds them back to the parameters behind
/// what was derived, takes an Adam step, and derives anew. A value's row moves (and decays) only in batches that it occurs
/// in, like a user's.
/// </summary>
/// <param name="shape">Sizes.</param>
/// <param name="weights">What is moved.</param>
/// <param name="decay">Weight decay of layers and small tables.</param>
/// <param name="valueDecays">Weight decay of each value's row, the unknown one last.</param>
internal sealed unsafe class SharedOptimizer(NetworkShape shape, NetworkWeights weights, float decay, float[] valueDecays)
{
    private readonly GradientFold _fold = new(shape, weights);

    /// <summary>First moments.</summary>
    public AlignedFloats Mean { get; } = new(weights.Layout.Length);

    /// <summary>Second moments.</summary>
    public AlignedFloats Variance { get; } = new(weights.Layout.Length);

    /// <summary>One step from the summed gradients, which are used up.</summary>
    public void Step(LaneGradients sum, ReadOnlySpan<int> values, in Adam adam)
    {
        var layout = weights.Layout;
        _fold.Run(sum, values);
        adam.Clip(sum.At(0), layout.DenseLength);
        Move(adam, sum, 0, layout.DecayedLength, decay);
        Move(adam, sum, layout.DecayedLength, layout.DenseLength - layout.DecayedLength, 0);
        if (shape.TakesValue)
            MoveValues(adam, sum, values);
        weights.DeriveDense();
    }

    private void MoveValues(in Adam adam, LaneGradients sum, ReadOnlySpan<int> values)
    {
        var layout = weights.Layout;
        foreach (var value in values)
        {
            var row = layout.Values + (value * layout.ValueRow);
            adam.Clip(sum.At(row), layout.ValueRow);
            Move(adam, sum, row, layout.ValueBias, valueDecays[value]);
            Move(adam, sum, row + layout.ValueBias, layout.ValueRow - layout.ValueBias, 0);
        }
    }

    private void Move(in Adam adam, LaneGradients sum, int start, int length, float rowDecay) =>
        adam.Step(weights.At(start), Mean.Pointer + start, Variance.Pointer + start, sum.At(start), length, rowDecay);
}
