using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>
/// One step of Adam with decoupled weight decay: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
/// w ← w − η (m̂ / (√v̂ + ε) + λw), with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
/// Source: Kingma and Ba, "Adam" (ICLR 2015), algorithm 1; Loshchilov and Hutter, "Decoupled Weight Decay
/// Regularization" (ICLR 2019), algorithm 2.
/// </summary>
internal readonly unsafe struct Adam
{
    private readonly Vector512<float> _beta1;
    private readonly Vector512<float> _beta2;
    private readonly Vector512<float> _rest1;
    private readonly Vector512<float> _rest2;
    private readonly Vector512<float> _stepSize;
    private readonly Vector512<float> _unbias2;
    private readonly Vector512<float> _epsilon;
    private readonly Vector512<float> _learningRate;
    private readonly float _clip;

    /// <summary>The step with number <paramref name="step"/>, from 1, of this size.</summary>
    public Adam(AdamOptions options, long step, double learningRate)
    {
        Number = step;
        _beta1 = Vector512.Create((float)options.Beta1);
        _beta2 = Vector512.Create((float)options.Beta2);
        _rest1 = Vector512.Create((float)(1 - options.Beta1));
        _rest2 = Vector512.Create((float)(1 - options.Beta2));
        _stepSize = Vector512.Create((float)(learningRate / (1 - Power(options.Beta1, step))));
        _unbias2 = Vector512.Create((float)(1 / (1 - Power(options.Beta2, step))));
        _epsilon = Vector512.Create((float)options.Epsilon);
        _learningRate = Vector512.Create((float)learningRate);
        _clip = (float)options.GradientClip;
    }

    /// <summary>Number of the step, from 1.</summary>
    public long Number { get; }

    /// <summary>Whether there is a longest gradient.</summary>
    public bool Clips => _clip > 0;

    /// <summary>Shortens a gradient to the longest that is allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clip(float* grad, int length) => RowKernels.Clip(grad, length, _clip);

    /// <summary>Moves weights; all four are of the same length, a multiple of 16. <paramref name="decay"/> is λ.</summary>
    public void Step(float* weights, float* mean, float* variance, float* grad, int length, float decay)
    {
        var decays = Vector512.Create(decay);
        for (var j = 0; j < length; j += MatrixProduct.ColumnGroup)
            Step(weights + j, mean + j, variance + j, grad + j, decays);
    }

    /// <summary>Moves sixteen weights, each with its own λ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(float* weights, float* mean, float* variance, float* grad, Vector512<float> decays)
    {
        var g = Vector512.Load(grad);
        var m = Vector512.FusedMultiplyAdd(_beta1, Vector512.Load(mean), _rest1 * g);
        var v = Vector512.FusedMultiplyAdd(_beta2, Vector512.Load(variance), _rest2 * g * g);
        m.Store(mean);
        v.Store(variance);
        var move = _stepSize * m / (Vector512.Sqrt(v * _unbias2) + _epsilon);
        var keep = RowKernels.Relu(Vector512<float>.One - (_learningRate * decays));
        ((keep * Vector512.Load(weights)) - move).Store(weights);
    }

    // Repeated squaring: Math.Pow is not the same on every machine.
    private static double Power(double x, long n)
    {
        var power = 1.0;
        for (; n > 0; n >>= 1, x *= x)
        {
            if ((n & 1) == 1)
                power *= x;
        }

        return power;
    }
}
