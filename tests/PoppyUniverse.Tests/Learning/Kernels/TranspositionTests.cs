using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Tests.Learning.Kernels;

public sealed unsafe class TranspositionTests
{
    private const int Side = MatrixProduct.ColumnGroup;
    private const float Guard = 12345f;

    [Fact]
    public void Block_AnyNumberOfRows_IsThatOfTheReference()
    {
        for (var rows = 0; rows <= Side; rows++)
        {
            var (from, fast, slow) = (FilledFloats.Make(Side * 20, 1), new AlignedFloats(Side * 24), new AlignedFloats(Side * 24));
            fast.Span.Fill(Guard);
            slow.Span.Fill(Guard);
            Transposition.Block(from.Pointer, 20, rows, fast.Pointer, 24);
            Transposition.Reference(from.Pointer, 20, (rows, Side, Side), slow.Pointer, 24);
            Assert.True(fast.Span.SequenceEqual(slow.Span), $"{rows} rows");
            GC.KeepAlive(from);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HalfBlock_IsThatOfTheReference(bool isTall)
    {
        var (from, fast, slow) = (FilledFloats.Make(Side * 20, 1), new AlignedFloats(Side * 24), new AlignedFloats(Side * 24));
        fast.Span.Fill(Guard);
        slow.Span.Fill(Guard);
        if (isTall)
            Transposition.TallBlock(from.Pointer, 20, fast.Pointer, 24);
        else
            Transposition.FlatBlock(from.Pointer, 20, fast.Pointer, 24);
        var (rows, columns) = isTall ? (Side, Side / 2) : (Side / 2, Side);
        Transposition.Reference(from.Pointer, 20, (rows, rows, columns), slow.Pointer, 24);
        Assert.True(fast.Span.SequenceEqual(slow.Span));
        GC.KeepAlive(from);
    }

    [Fact]
    public void Write_AnyShape_TransposesAndFillsUpWithZeros()
    {
        for (var rows = 1; rows <= 67; rows++)
        {
            foreach (var columns in (int[])[16, 48])
            {
                var stride = (rows + Side - 1) / Side * Side;
                var (from, to) = (FilledFloats.Make(rows * columns, 1), new AlignedFloats((columns * stride) + Side));
                to.Span.Fill(Guard);
                Transposition.Write(from.Pointer, rows, columns, to.Pointer);
                for (var j = 0; j < columns; j++)
                {
                    for (var i = 0; i < stride; i++)
                        Assert.Equal(i < rows ? from.Span[(i * columns) + j] : 0, to.Span[(j * stride) + i]);
                }

                Assert.DoesNotContain(to.Slice(columns * stride, Side).ToArray(), x => x != Guard);
            }
        }
    }
}
