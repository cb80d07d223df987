using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Tests.Learning.Kernels;

public sealed unsafe class ColumnProductTests
{
    private const int Lanes = ColumnProduct.Lanes;
    private const float Guard = 12345f;

    [Theory]
    [InlineData(16)]
    [InlineData(48)]
    public void StartRelu_AnyDepth_HasTheBitsOfTheReferenceAndTouchesNothingElse(int width)
    {
        for (var depth = 0; depth <= 67; depth++)
        {
            var (start, weights, inputs) = (FilledFloats.Make(width, 1), FilledFloats.Make((depth * width) + 1, 2), FilledFloats.Make((depth * Lanes) + 1, 3));
            var (fast, slow) = (new AlignedFloats((width + 1) * Lanes), new AlignedFloats(width * Lanes));
            fast.Slice(width * Lanes, Lanes).Fill(Guard);
            ColumnProduct.StartRelu(start.Pointer, new(weights.Pointer, depth, width, width), inputs.Pointer, fast.Pointer);
            ColumnProduct.StartReluReference(start.Pointer, new(weights.Pointer, depth, width, width), inputs.Pointer, slow.Pointer);
            Assert.True(fast.Slice(0, width * Lanes).SequenceEqual(slow.Span), $"{depth} × {width}");
            Assert.DoesNotContain(fast.Slice(width * Lanes, Lanes).ToArray(), x => x != Guard);
            GC.KeepAlive((start, weights, inputs));
        }
    }

    [Fact]
    public void StartReluPicked_AnyPicks_IsStartReluOfTheSums()
    {
        const int Depth = 37, Width = 32;
        var (start, weights) = (FilledFloats.Make(Width, 1), FilledFloats.Make(Depth * Width, 2));
        var (choices, rows, kept) = (FilledFloats.Make(Depth * Lanes, 3), FilledFloats.Make(Depth * Lanes, 4), new AlignedFloats(Depth * Lanes));
        var (inputs, fast, slow) = (new AlignedFloats(Depth * Lanes), new AlignedFloats(Width * Lanes), new AlignedFloats(Width * Lanes));
        int[] picks = [0, 0, 0, 1, 1, 15, 15, 7, 2, 3, 3, 3, 3, 4, 5, 14];
        for (var i = 0; i < inputs.Length; i++)
            inputs.Span[i] = Math.Max(0, choices.Span[(i / Lanes * Lanes) + picks[i % Lanes]] + rows.Span[i]);
        ColumnProduct.StartReluPicked(start.Pointer, new(weights.Pointer, Depth, Width, Width), new(choices.Pointer, Vector512.Create(picks), rows.Pointer, kept.Pointer), fast.Pointer);
        ColumnProduct.StartReluReference(start.Pointer, new(weights.Pointer, Depth, Width, Width), inputs.Pointer, slow.Pointer);
        Assert.Equal(inputs.Span, kept.Span);
        Assert.Equal(slow.Span, fast.Span);
        GC.KeepAlive((start, weights, choices, rows));
    }

    [Theory]
    [InlineData(Lanes)]
    [InlineData(64)]
    public void AddPairs_AnyDepth_HasTheBitsOfTheReferenceAndTouchesNothingElse(int stride)
    {
        for (var depth = 0; depth <= 66; depth += 2)
        {
            var (pairs, inputs) = (FilledFloats.Make((depth / 2 * Lanes) + 1, 1), FilledFloats.Make((depth * Lanes) + 1, 2));
            var (fast, slow) = (FilledFloats.Make((ColumnProduct.Outputs + 1) * stride, 3), FilledFloats.Make((ColumnProduct.Outputs + 1) * stride, 3));
            ColumnProduct.AddPairs(pairs.Pointer, depth, inputs.Pointer, fast.Pointer, stride);
            ColumnProduct.AddPairsReference(pairs.Pointer, depth, inputs.Pointer, slow.Pointer, stride);
            Assert.True(fast.Span.SequenceEqual(slow.Span), $"depth {depth}");
            GC.KeepAlive((pairs, inputs));
        }
    }

    // what is not a number stays so, a zero keeps its sign
    [Fact]
    public void Relu_SpecialValues_HoldsOnlyNegativesToZero()
    {
        float[] from = [-1, 1, 0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1e-45f, 2, 3, 4, 5, 6, 7, 8, 9];
        float[] expected = [0, 1, 0, -0f, float.NaN, float.PositiveInfinity, 0, 0, 2, 3, 4, 5, 6, 7, 8, 9];
        var x = RowKernels.Relu(Vector512.Create(from));
        for (var lane = 0; lane < Lanes; lane++)
            Assert.Equal(BitConverter.SingleToInt32Bits(expected[lane]), BitConverter.SingleToInt32Bits(x[lane]));
    }
}
