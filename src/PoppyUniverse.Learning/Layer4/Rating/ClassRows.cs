using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Five columns of sixteen rows each to sixteen rows of five.</summary>
internal static unsafe class ClassRows
{
    private const int Classes = Interaction.StrengthClasses;
    private const int Group = MatrixProduct.ColumnGroup;

    // row and class of each of the eighty numbers
    private static readonly int[] Rows = [.. Enumerable.Range(0, Classes * Group).Select(place => place / Classes)];
    private static readonly int[] Columns = [.. Enumerable.Range(0, Classes * Group).Select(place => place % Classes)];

    /// <summary>Writes 80 numbers.</summary>
    /// <param name="columns">(5 × 16).</param>
    /// <param name="to">(16 × 5).</param>
    public static void Write(float* columns, float* to)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            NarrowWrite(columns, to);
            return;
        }

        var (c0, c1, c2, c3, c4) = (
            Vector512.Load(columns), Vector512.Load(columns + Group), Vector512.Load(columns + (2 * Group)), Vector512.Load(columns + (3 * Group)), Vector512.Load(columns + (4 * Group)));
        for (var j = 0; j < Classes * Group; j += Group)
        {
            var (row, column) = (Vector512.Create(Rows, j), Vector512.Create(Columns, j));
            var x = Vector512.ShuffleNative(c0, row);
            x = Pick(1, c1, x);
            x = Pick(2, c2, x);
            x = Pick(3, c3, x);
            Pick(4, c4, x).Store(to + j);

            Vector512<float> Pick(int number, Vector512<float> from, Vector512<float> others) =>
                Vector512.ConditionalSelect(Vector512.Equals(column, Vector512.Create(number)).AsSingle(), Vector512.ShuffleNative(from, row), others);
        }
    }

    /// <summary>The definition of <see cref="Write"/>.</summary>
    public static void WriteReference(float* columns, float* to)
    {
        for (var place = 0; place < Classes * Group; place++)
            to[place] = columns[(Columns[place] * Group) + Rows[place]];
    }

    [SkipLocalsInit]
    private static void NarrowWrite(float* columns, float* to)
    {
        var rows = stackalloc float[Group * Group];
        Transposition.Block(columns, Group, Classes, rows, Group);
        // three numbers too many, which the next row writes over
        for (var i = 0; i < Group - 1; i++)
            Vector256.Load(rows + (i * Group)).Store(to + (i * Classes));
        for (var c = 0; c < Classes; c++)
            to[((Group - 1) * Classes) + c] = rows[((Group - 1) * Group) + c];
    }
}
