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
            var (start, weights) = (FilledFloats.Make(width, 1), FilledFloats.Make((depth * width) + 1, 2));
            AlignedFloats[] inputs = [FilledFloats.Make((depth * Lanes) + 1, 3), FilledFloats.Make((depth * Lanes) + 1, 4)], fast = [Guarded(width), Guarded(width)];
            Matrix matrix = new(weights.Pointer, depth, width, width);
            ColumnProduct.StartRelu(start.Pointer, matrix, new(inputs[0].Pointer, inputs[1].Pointer), new(fast[0].Pointer, fast[1].Pointer));
            for (var strip = 0; strip < 2; strip++)
            {
                var slow = new AlignedFloats(width * Lanes);
                ColumnProduct.StartReluReference(start.Pointer, matrix, inputs[strip].Pointer, slow.Pointer);
                Assert.True(fast[strip].Slice(0, width * Lanes).SequenceEqual(slow.Span), $"{depth} × {width}, strip {strip}");
                Assert.DoesNotContain(fast[strip].Slice(width * Lanes, Lanes).ToArray(), x => x != Guard);
            }

            GC.KeepAlive((start, weights, inputs));
        }

        static AlignedFloats Guarded(int width)
        {
            var floats = new AlignedFloats((width + 1) * Lanes);
            floats.Slice(width * Lanes, Lanes).Fill(Guard);
            return floats;
        }
    }

    [Fact]
    public void StartReluPicked_AnyPicks_IsStartReluOfTheSums()
    {
        const int Depth = 37, Width = 32;
        var (start, weights, choices) = (FilledFloats.Make(Width, 1), FilledFloats.Make(Depth * Width, 2), FilledFloats.Make(Depth * Lanes, 3));
        Matrix matrix = new(weights.Pointer, Depth, Width, Width);
        int[][] picks = [[0, 0, 0, 1, 1, 15, 15, 7, 2, 3, 3, 3, 3, 4, 5, 14], [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]];
        AlignedFloats[] rows = [FilledFloats.Make(Depth * Lanes, 4), FilledFloats.Make(Depth * Lanes, 5)], kept = [new(Depth * Lanes), new(Depth * Lanes)], fast = [new(Width * Lanes), new(Width * Lanes)];
        PickedSums sums = new(choices.Pointer, (Vector512.Create(picks[0]), Vector512.Create(picks[1])), new(rows[0].Pointer, rows[1].Pointer), new(kept[0].Pointer, kept[1].Pointer));
        ColumnProduct.StartReluPicked(start.Pointer, matrix, sums, new(fast[0].Pointer, fast[1].Pointer));
        for (var strip = 0; strip < 2; strip++)
        {
            var (inputs, slow) = (new AlignedFloats(Depth * Lanes), new AlignedFloats(Width * Lanes));
            for (var i = 0; i < inputs.Length; i++)
                inputs.Span[i] = Math.Max(0, choices.Span[(i / Lanes * Lanes) + picks[strip][i % Lanes]] + rows[strip].Span[i]);
            ColumnProduct.StartReluReference(start.Pointer, matrix, inputs.Pointer, slow.Pointer);
            Assert.Equal(inputs.Span, kept[strip].Span);
            Assert.Equal(slow.Span, fast[strip].Span);
        }

        GC.KeepAlive((start, weights, choices, rows));
    }

    [Theory]
    [InlineData(Lanes)]
    [InlineData(64)]
    public void AddPairs_AnyDepth_HasTheBitsOfTheReferenceAndTouchesNothingElse(int stride)
    {
        for (var depth = 0; depth <= 66; depth += 2)
        {
            var pairs = FilledFloats.Make((depth / 2 * Lanes) + 1, 1);
            AlignedFloats[] inputs = [FilledFloats.Make((depth * Lanes) + 1, 2), FilledFloats.Make((depth * Lanes) + 1, 3)];
            AlignedFloats[] fast = [FilledFloats.Make((ColumnProduct.Outputs + 1) * stride, 4), FilledFloats.Make((ColumnProduct.Outputs + 1) * stride, 5)];
            AlignedFloats[] slow = [FilledFloats.Make((ColumnProduct.Outputs + 1) * stride, 4), FilledFloats.Make((ColumnProduct.Outputs + 1) * stride, 5)];
            ColumnProduct.AddPairs(pairs.Pointer, depth, new(inputs[0].Pointer, inputs[1].Pointer), new(fast[0].Pointer, fast[1].Pointer), stride);
            for (var strip = 0; strip < 2; strip++)
            {
                ColumnProduct.AddPairsReference(pairs.Pointer, depth, inputs[strip].Pointer, slow[strip].Pointer, stride);
                Assert.True(fast[strip].Span.SequenceEqual(slow[strip].Span), $"depth {depth}, strip {strip}");
            }

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
