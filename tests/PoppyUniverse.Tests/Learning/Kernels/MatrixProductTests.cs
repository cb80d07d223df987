using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Tests.Learning.Kernels;

public sealed unsafe class MatrixProductTests
{
    private const float Guard = 12345f;

    private enum Kind
    {
        Add,
        Start,
        StartRelu,
    }

    // Every number of rows and depths around the blocks' edges, for each kind of panel.
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(112)]
    public void Product_AnyShape_HasTheBitsOfTheReferenceAndTouchesNothingElse(int columns)
    {
        for (var rows = 0; rows <= 19; rows++)
        {
            foreach (var depth in (int[])[0, 1, 2, 7, 16, 33, 67])
            {
                foreach (var kind in Enum.GetValues<Kind>())
                {
                    Check(rows, depth, columns, transposed: false, kind);
                    Check(rows, depth, columns, transposed: true, kind);
                }
            }
        }
    }

    // Work that goes eight rows ahead writes what later blocks take, and work eight rows behind finds what earlier ones made.
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(80)]
    public void Start_WorkBetween_ComesOnceForEachRowWhenItIsDue(int columns)
    {
        const int Group = MatrixProduct.RowGroup;
        foreach (var depth in (int[])[0, 1, 5, 16, 33])
        {
            for (var rows = 1; rows <= 27; rows++)
            {
                var (source, b, row) = (FilledFloats.Make((rows * depth) + 1, 1), FilledFloats.Make((depth * columns) + 1, 2), FilledFloats.Make(columns, 4));
                AlignedFloats a = new((rows * depth) + 1), c = new(rows * columns), seen = new(rows * columns), expected = new(rows * columns);
                var (order, right) = (new List<int>(), new Matrix(b.Pointer, depth, columns, columns));
                var ahead = new Shifted<Doing>(new(i => source.Slice(i * depth, depth).CopyTo(a.Slice(i * depth, depth))), Group, rows);
                var behind = new Shifted<Doing>(new(i => c.Slice(i * columns, columns).CopyTo(seen.Slice(i * columns, columns))), -Group, rows);
                var both = new Both<Both<Shifted<Doing>, Shifted<Doing>>, Doing>(new(ahead, behind), new(order.Add));
                ahead.Begin();
                MatrixProduct.Start(row.Pointer, new(a.Pointer, rows, depth, depth), right, new(c.Pointer, rows, columns, columns), ref both);
                behind.End(rows);
                MatrixProduct.Reference(new(source.Pointer, rows, depth, depth), right, new(row.Pointer, rows, columns, 0), new(expected.Pointer, rows, columns, columns), relu: false);
                Assert.Equal(Enumerable.Range(0, rows), order);
                Assert.True(seen.Span.SequenceEqual(expected.Span), $"{rows} × {depth} × {columns}");
            }
        }
    }

    [Fact]
    public void StartRelu_NotANumber_StaysOne()
    {
        var (row, a, b, c) = (FilledFloats.Make(16, 1), FilledFloats.Make(1, 2), FilledFloats.Make(16, 3), new AlignedFloats(16));
        row.Span[3] = float.NaN;
        var nothing = default(NoSideWork);
        MatrixProduct.StartRelu(row.Pointer, new(a.Pointer, 1, 1, 1), new(b.Pointer, 1, 16, 16), new(c.Pointer, 1, 16, 16), ref nothing);
        Assert.True(float.IsNaN(c.Span[3]));
        Assert.DoesNotContain(c.Span.ToArray(), x => x < 0);
        GC.KeepAlive((row, a, b));
    }

    private static void Check(int rows, int depth, int columns, bool transposed, Kind kind)
    {
        var a = FilledFloats.Make((rows * depth) + 1, 1);
        var b = FilledFloats.Make((depth * columns) + 1, 2);
        var row = FilledFloats.Make(columns, 4);
        var (fast, slow) = (FilledFloats.Make((rows + 1) * columns, 3), FilledFloats.Make((rows + 1) * columns, 3));
        fast.Slice(rows * columns, columns).Fill(Guard);
        var left = transposed ? new Matrix(a.Pointer, depth, rows, rows).Transposed : new Matrix(a.Pointer, rows, depth, depth);
        var right = new Matrix(b.Pointer, depth, columns, columns);
        Matrix into = new(fast.Pointer, rows, columns, columns), expected = new(slow.Pointer, rows, columns, columns), start = new(row.Pointer, rows, columns, 0);
        var nothing = default(NoSideWork);
        switch (kind)
        {
            case Kind.Add:
                MatrixProduct.Add(left, right, into);
                start = expected;
                break;
            case Kind.Start:
                MatrixProduct.Start(row.Pointer, left, right, into);
                break;
            default:
                MatrixProduct.StartRelu(row.Pointer, left, right, into, ref nothing);
                break;
        }

        MatrixProduct.Reference(left, right, start, expected, kind == Kind.StartRelu);
        Assert.True(fast.Slice(0, rows * columns).SequenceEqual(slow.Slice(0, rows * columns)), $"{kind}: {rows} × {depth} × {columns}, transposed {transposed}");
        Assert.DoesNotContain(fast.Slice(rows * columns, columns).ToArray(), x => x != Guard);
        GC.KeepAlive((a, b, row));
    }

    private readonly struct Doing(Action<int> act) : ISideWork
    {
        public void Row(int row) => act(row);
    }
}
