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
            ColumnProduct.StartRelu(start.Pointer, matrix, Both(inputs), Both(fast));
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
    public void StartRelu_SharedSums_IsThatOfTheSums()
    {
        const int Depth = 37, Width = 32;
        var (start, weights) = (FilledFloats.Make(Width, 1), FilledFloats.Make(Depth * Width, 2));
        Matrix matrix = new(weights.Pointer, Depth, Width, Width);
        AlignedFloats[] lanes = [FilledFloats.Make(Depth * Lanes, 3), FilledFloats.Make(Depth * Lanes, 4)], shared = [FilledFloats.Make(Depth, 5), FilledFloats.Make(Depth, 6)];
        AlignedFloats[] kept = [new(Depth * Lanes), new(Depth * Lanes)], fast = [new(Width * Lanes), new(Width * Lanes)];
        ColumnProduct.StartRelu(start.Pointer, matrix, new SharedSums(Both(lanes), Both(shared), Both(kept)), Both(fast));
        for (var strip = 0; strip < 2; strip++)
        {
            var (inputs, slow) = (new AlignedFloats(Depth * Lanes), new AlignedFloats(Width * Lanes));
            for (var i = 0; i < inputs.Length; i++)
                inputs.Span[i] = Math.Max(0, lanes[strip].Span[i] + shared[strip].Span[i / Lanes]);
            ColumnProduct.StartReluReference(start.Pointer, matrix, inputs.Pointer, slow.Pointer);
            Assert.Equal(inputs.Span, kept[strip].Span);
            Assert.Equal(slow.Span, fast[strip].Span);
        }

        GC.KeepAlive((start, weights));
    }

    [Fact]
    public void AddAndMultiply_SharedColumns_TakeTheNumberOfTheColumn()
    {
        const int Count = 7;
        AlignedFloats[] lanes = [FilledFloats.Make(Count * Lanes, 1), FilledFloats.Make(Count * Lanes, 2)], shared = [FilledFloats.Make(Count, 3), FilledFloats.Make(Count, 4)];
        AlignedFloats[] sums = [new(Count * Lanes), new(Count * Lanes)], products = [new(Count * Lanes), new(Count * Lanes)];
        SharedColumns.Add(Both(lanes), Both(shared), Both(sums), Count);
        SharedColumns.Multiply(Both(lanes), Both(shared), Both(products), Count);
        for (var i = 0; i < 2 * Count * Lanes; i++)
        {
            var (strip, place) = (i % 2, i / 2);
            var (x, y) = (lanes[strip].Span[place], shared[strip].Span[place / Lanes]);
            Assert.Equal((x + y, x * y), (sums[strip].Span[place], products[strip].Span[place]));
        }
    }

    [Fact]
    public void AddPairs_AnyDepth_HasTheBitsOfTheReferenceAndTouchesNothingElse()
    {
        const int Floats = (ColumnProduct.Outputs + 1) * Lanes;
        for (var depth = 0; depth <= 66; depth += 2)
        {
            var pairs = FilledFloats.Make((depth / 2 * Lanes) + 1, 1);
            AlignedFloats[] inputs = [FilledFloats.Make((depth * Lanes) + 1, 2), FilledFloats.Make((depth * Lanes) + 1, 3)];
            AlignedFloats[] fast = [FilledFloats.Make(Floats, 4), FilledFloats.Make(Floats, 5)], slow = [FilledFloats.Make(Floats, 4), FilledFloats.Make(Floats, 5)];
            ColumnProduct.AddPairs(pairs.Pointer, depth, Both(inputs), Both(fast));
            for (var strip = 0; strip < 2; strip++)
            {
                ColumnProduct.AddPairsReference(pairs.Pointer, depth, inputs[strip].Pointer, slow[strip].Pointer);
                Assert.True(fast[strip].Span.SequenceEqual(slow[strip].Span), $"depth {depth}, strip {strip}");
            }

            GC.KeepAlive(pairs);
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

    private static Strips Both(AlignedFloats[] floats) => new(floats[0].Pointer, floats[1].Pointer);
}
