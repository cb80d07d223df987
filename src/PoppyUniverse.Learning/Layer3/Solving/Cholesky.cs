using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// Solves A·x = b for a symmetric positive definite A by A = RᵀR, row after row in a fixed order: every entry is its own
/// chain of multiply-adds in double precision, so the bits do not depend on the vector width.
/// Source: Golub and Van Loan, "Matrix Computations" (2013), algorithm 4.2.2.
/// </summary>
internal static unsafe class Cholesky
{
    /// <summary>Rows stand this many doubles apart, or a multiple of it: one 512-bit vector.</summary>
    public const int Group = 8;

    // A pivot that keeps less than this of its diagonal is rounding error: the unknown has nothing to tell it from others.
    private const double SmallestPivot = 1e-12;

    /// <summary>
    /// Solves in place: the upper triangle of <paramref name="a"/>, (n × stride), becomes R, and
    /// <paramref name="b"/>, (n), the solution. An unknown without a pivot is answered by 0.
    /// </summary>
    public static void Solve(double* a, int n, int stride, double* b)
    {
        for (var k = 0; k < n; k++)
        {
            var row = a + ((nint)k * stride);
            var diagonal = row[k];
            for (var i = 0; i < k; i++)
                diagonal += Square(a[((nint)i * stride) + k]);
            if (row[k] <= SmallestPivot * diagonal)
            {
                new Span<double>(row + k, n - k).Clear();
                b[k] = 0;
                continue;
            }

            var pivot = Math.Sqrt(row[k]);
            for (var j = k; j < n; j++)
                row[j] /= pivot;
            b[k] /= pivot;
            for (var i = k + 1; i < n; i++)
            {
                Subtract(row, row[i], a + ((nint)i * stride), i, n);
                b[i] = Math.FusedMultiplyAdd(-row[i], b[k], b[i]);
            }
        }

        for (var k = n - 1; k >= 0; k--)
        {
            var row = a + ((nint)k * stride);
            var sum = b[k];
            for (var j = k + 1; j < n; j++)
                sum = Math.FusedMultiplyAdd(-row[j], b[j], sum);
            b[k] = row[k] == 0 ? 0 : sum / row[k];
        }
    }

    // to −= factor · row, from entry i on; whole vectors, so some entries left of the diagonal change too: nobody reads them
    private static void Subtract(double* row, double factor, double* to, int i, int n)
    {
        var negative = Vector512.Create(-factor);
        for (var j = i & ~(Group - 1); j < n; j += Group)
            Vector512.FusedMultiplyAdd(negative, Vector512.Load(row + j), Vector512.Load(to + j)).Store(to + j);
    }

    private static double Square(double x) => x * x;
}
