using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Tests.Learning.Kernels;

public sealed unsafe class AdamTests
{
    [Fact]
    public void Step_TwentySteps_FollowsTheAlgorithmInDoublePrecision()
    {
        var options = new AdamOptions { LearningRate = 0.01 };
        var (weights, mean, variance, grad) = (new AlignedFloats(16), new AlignedFloats(16), new AlignedFloats(16), new AlignedFloats(16));
        var (w, m, v) = (new double[16], new double[16], new double[16]);
        for (var i = 0; i < 16; i++)
            w[i] = weights.Span[i] = (i - 8) * 0.1f;
        for (var step = 1; step <= 20; step++)
        {
            for (var i = 0; i < 16; i++)
            {
                double g = grad.Span[i] = (float)Math.Sin(step + i) * 0.3f;
                m[i] = (0.9 * m[i]) + (0.1 * g);
                v[i] = (0.999 * v[i]) + (0.001 * g * g);
                w[i] = (w[i] * (1 - (0.01 * 0.1))) - (0.01 * (m[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8));
            }

            new Adam(options, step, options.LearningRate).Step(weights.Pointer, mean.Pointer, variance.Pointer, grad.Pointer, 16, 0.1f);
        }

        for (var i = 0; i < 16; i++)
            Assert.Equal(w[i], weights.Span[i], 2e-6);
        GC.KeepAlive((mean, variance, grad));
    }
}
