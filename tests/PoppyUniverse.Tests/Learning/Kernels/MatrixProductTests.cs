using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Tests.Learning.Kernels;

public sealed unsafe class MatrixProductTests
{
    private const float Guard = 12345f;

    // Every number of rows and depths around the blocks' edges, for each kind of panel.
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(112)]
    public void Add_AnyShape_HasTheBitsOfTheReferenceAndTouchesNothingElse(int columns)
    {
        for (var rows = 0; rows <= 19; rows++)
        {
            foreach (var depth in (int[])[0, 1, 2, 7, 16, 33, 67])
            {
                foreach (var transposed in (bool[])[false, true])
                    Check(rows, depth, columns, transposed);
            }
        }
    }

    private static void Check(int rows, int depth, int columns, bool transposed)
    {
        var a = Filled((rows * depth) + 1, 1);
        var b = Filled((depth * columns) + 1, 2);
        var (fast, slow) = (Filled((rows + 1) * columns, 3), Filled((rows + 1) * columns, 3));
        fast.Slice(rows * columns, columns).Fill(Guard);
        var left = transposed ? new Matrix(a.Pointer, depth, rows, rows).Transposed : new Matrix(a.Pointer, rows, depth, depth);
        var right = new Matrix(b.Pointer, depth, columns, columns);
        MatrixProduct.Add(left, right, new(fast.Pointer, rows, columns, columns));
        MatrixProduct.AddReference(left, right, new(slow.Pointer, rows, columns, columns));
        Assert.True(fast.Slice(0, rows * columns).SequenceEqual(slow.Slice(0, rows * columns)), $"{rows} × {depth} × {columns}, transposed {transposed}");
        Assert.DoesNotContain(fast.Slice(rows * columns, columns).ToArray(), x => x != Guard);
    }

    private static AlignedFloats Filled(int length, uint seed)
    {
        var floats = new AlignedFloats(length);
        for (var i = 0; i < length; i++)
            floats.Span[i] = (((((uint)i * 2654435761u) + (seed * 40503u)) >> 9) / 4194304f) - 1;
        return floats;
    }
}
