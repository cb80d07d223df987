namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>
/// What Strength ≈ mean + user + value, fitted by least squares, leaves of each row: backfitting (Buja, Hastie and
/// Tibshirani, 1989), group means of what is left taken in turns until they no longer move.
/// </summary>
internal static class AdditiveFit
{
    private const int MostSweeps = 100;
    private const double Settled = 1e-6;

    /// <summary>The residuals of all rows.</summary>
    public static double[] Residuals(byte[] strengths, Grouping users, Grouping values)
    {
        var left = Array.ConvertAll(strengths, strength => (double)strength);
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            Center(left, users);
            if (Center(left, values) < Settled)
                break;
        }

        Center(left, users);
        return left;
    }

    /// <summary>Strengths less the mean of their group.</summary>
    public static double[] Centered(byte[] strengths, Grouping groups)
    {
        var left = Array.ConvertAll(strengths, strength => (double)strength);
        Center(left, groups);
        return left;
    }

    // Returns the largest mean that was taken away.
    private static double Center(double[] left, Grouping groups)
    {
        var largest = 0.0;
        for (var group = 0; group < groups.Count; group++)
        {
            var rows = groups.RowsOf(group);
            var sum = 0.0;
            if (rows.IsEmpty)
                continue;
            foreach (var row in rows)
                sum += left[row];
            foreach (var row in rows)
                left[row] -= sum / rows.Length;
            largest = Math.Max(largest, Math.Abs(sum / rows.Length));
        }

        return largest;
    }
}
