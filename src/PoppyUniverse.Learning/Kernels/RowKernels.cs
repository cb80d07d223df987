using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>Element by element work on rows whose width is a multiple of 16.</summary>
internal static unsafe class RowKernels
{
    private const int Group = MatrixProduct.ColumnGroup;

    /// <summary>to += from.</summary>
    public static void Add(float* from, float* to, int width)
    {
        for (var j = 0; j < width; j += Group)
            (Vector512.Load(to + j) + Vector512.Load(from + j)).Store(to + j);
    }

    /// <summary>Copies one row into each of a number of rows.</summary>
    public static void Repeat(float* row, float* to, int width, int times)
    {
        for (var i = 0; i < times; i++, to += width)
        {
            for (var j = 0; j < width; j += Group)
                Vector512.Load(row + j).Store(to + j);
        }
    }

    /// <summary>x = max(x, 0).</summary>
    public static void Relu(float* x, int length)
    {
        for (var j = 0; j < length; j += Group)
            Vector512.Max(Vector512.Load(x + j), Vector512<float>.Zero).Store(x + j);
    }

    /// <summary>grad = 0 where the activation is 0.</summary>
    public static void ReluBackward(float* activation, float* grad, int length)
    {
        for (var j = 0; j < length; j += Group)
        {
            var open = Vector512.GreaterThan(Vector512.Load(activation + j), Vector512<float>.Zero);
            (Vector512.Load(grad + j) & open).Store(grad + j);
        }
    }

    /// <summary>sum += each row in turn.</summary>
    public static void AddRows(float* rows, int count, int width, float* sum)
    {
        for (var j = 0; j < width; j += Group)
        {
            var total = Vector512.Load(sum + j);
            for (var i = 0; i < count; i++)
                total += Vector512.Load(rows + ((nint)i * width) + j);
            total.Store(sum + j);
        }
    }

    /// <summary>Writes the transposed of a (rows × columns) matrix.</summary>
    public static void Transpose(float* from, int rows, int columns, float* to)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                to[(j * rows) + i] = from[(i * columns) + j];
        }
    }
}
