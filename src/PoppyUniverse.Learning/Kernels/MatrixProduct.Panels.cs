namespace PoppyUniverse.Learning.Kernels;

// Register blocks of 16 accumulators in panels of 64 and 32 columns, of 8 in one of 16. Work between goes with the first panel.
internal static unsafe partial class MatrixProduct
{
    private static void RunWide<TSide>(in Matrix a, in Matrix b, in Target c, (int First, int End) rows, ref TSide side)
        where TSide : struct, ISideWork
    {
        var j = 0;
        for (; j + 64 <= b.Columns; j += 64)
            Panel64(a, b, c, rows, j, ref side);
        for (; j + 32 <= b.Columns; j += 32)
            Panel32(a, b, c, rows, j, ref side);
        for (; j < b.Columns; j += ColumnGroup)
            Panel16(a, b, c, rows, j, ref side);
    }

    private static void Panel64<TSide>(in Matrix a, in Matrix b, in Target c, (int First, int End) rows, int j, ref TSide side)
        where TSide : struct, ISideWork
    {
        var i = rows.First;
        for (; i + 4 <= rows.End; i += 4)
            Block4By64(a, b, c, i, j, ref side);
        for (; i < rows.End; i++)
        {
            Work(ref side, j, i, i + 1);
            Block1By64(a, b, c, i, j);
        }
    }

    private static void Panel32<TSide>(in Matrix a, in Matrix b, in Target c, (int First, int End) rows, int j, ref TSide side)
        where TSide : struct, ISideWork
    {
        var i = rows.First;
        for (; i + 8 <= rows.End; i += 8)
            Block8By32(a, b, c, i, j, ref side);
        for (; i < rows.End; i++)
        {
            Work(ref side, j, i, i + 1);
            Block1By32(a, b, c, i, j);
        }
    }

    private static void Panel16<TSide>(in Matrix a, in Matrix b, in Target c, (int First, int End) rows, int j, ref TSide side)
        where TSide : struct, ISideWork
    {
        var i = rows.First;
        for (; i + 8 <= rows.End; i += 8)
            Block8By16(a, b, c, i, j, ref side);
        for (; i < rows.End; i++)
        {
            Work(ref side, j, i, i + 1);
            Block1By16(a, b, c, i, j);
        }
    }

    private static void Work<TSide>(ref TSide side, int j, int first, int end)
        where TSide : struct, ISideWork
    {
        if (typeof(TSide) == typeof(NoSideWork) || j > 0)
            return;
        for (var row = first; row < end; row++)
            side.Row(row);
    }
}
