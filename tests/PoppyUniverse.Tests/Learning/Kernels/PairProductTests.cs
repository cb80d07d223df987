using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Tests.Learning.Kernels;

public sealed unsafe class PairProductTests
{
    private const int Group = MatrixProduct.ColumnGroup;
    private const float Guard = 12345f;

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(40)]
    public void Run_AnyDepth_HasTheBitsOfTheReferenceAndTouchesNothingElse(int rows)
    {
        for (var depth = 0; depth <= 66; depth += 2)
        {
            foreach (var add in (bool[])[false, true])
            {
                var (a, pairs) = (FilledFloats.Make((rows * depth) + 1, 1), FilledFloats.Make((depth * PairProduct.MostColumns) + Group, 2));
                var (fast, slow) = (FilledFloats.Make((rows + 1) * Group, 3), FilledFloats.Make((rows + 1) * Group, 3));
                fast.Slice(rows * Group, Group).Fill(Guard);
                PairProduct.Run(new(a.Pointer, rows, depth, depth), pairs.Pointer, fast.Pointer, add);
                PairProduct.RunReference(new(a.Pointer, rows, depth, depth), pairs.Pointer, slow.Pointer, add);
                Assert.True(fast.Slice(0, rows * Group).SequenceEqual(slow.Slice(0, rows * Group)), $"{rows} × {depth}, add {add}");
                Assert.DoesNotContain(fast.Slice(rows * Group, Group).ToArray(), x => x != Guard);
                GC.KeepAlive((a, pairs));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    public void Fold_PackedProduct_IsTheProduct(int columns)
    {
        const int Rows = 8, Depth = 33;
        var (a, b) = (FilledFloats.Make(Rows * (Depth + 1), 1), new AlignedFloats((Depth + 1) * Group));
        for (var r = 0; r < Depth; r++)
            FilledFloats.Make(columns, (uint)r + 9).Span.CopyTo(b.Slice(r * Group, columns));
        var (pairs, sums) = (new AlignedFloats((Depth + 1) * PairProduct.MostColumns), new AlignedFloats(Rows * Group));
        PairProduct.Pack(b.Pointer, Depth, pairs.Pointer);
        PairProduct.Run(new(a.Pointer, Rows, Depth + 1, Depth + 1), pairs.Pointer, sums.Pointer, add: false);
        for (var i = 0; i < Rows; i++)
        {
            var row = PairProduct.Fold(sums.Pointer + (i * Group));
            for (var j = 0; j < Group; j++)
                Assert.Equal(j < columns ? Enumerable.Range(0, Depth).Sum(r => (double)a.Span[(i * (Depth + 1)) + r] * b.Span[(r * Group) + j]) : 0, row[j], 1e-5);
        }

        GC.KeepAlive((pairs, sums));
    }
}
