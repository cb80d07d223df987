using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>
/// Class laws of users and of values beside everybody's: ln of a group's law over everybody's, where a group's law is its
/// counts plus κ times everybody's law. κ is the most likely one under a Dirichlet-multinomial law (empirical Bayes), found
/// among powers of two; the largest stands for "groups do not differ".
/// </summary>
internal sealed class ClassBiases
{
    private const int Classes = Interaction.StrengthClasses;
    private const int LargestPower = 16;

    /// <param name="log">The rows; of several ranks, those of this rank's users.</param>
    /// <param name="ranks">The ranks.</param>
    public ClassBiases(InteractionLog log, ICollective ranks)
    {
        var counts = LogStatistics.Of(log).WithSums(ranks).ClassCounts;
        double all = counts.Sum() + Classes;
        Law = [.. counts.Select(count => (count + 1) / all)];
        Users = Biases(Counts(log, log.Users.Count, log.UserIndices), likelihoods => ranks.Sum(likelihoods));
        Values = Biases(ranks.Sum(Counts(log, log.Catalog.ValueCount, log.ValueIndices)), likelihoods => likelihoods);
    }

    /// <summary>ln of everybody's law, (5).</summary>
    public float[] LogLaw => [.. Law.Select(share => (float)PortableMath.Log(share))];

    /// <summary>(U × 5).</summary>
    public float[] Users { get; }

    /// <summary>(V × 5).</summary>
    public float[] Values { get; }

    private double[] Law { get; }

    private static long[] Counts(InteractionLog log, int groups, Column<int> groupOfRow)
    {
        var counts = new long[groups * Classes];
        for (var chunk = 0; chunk < groupOfRow.ChunkCount; chunk++)
        {
            var groupOf = groupOfRow.Chunk(chunk);
            var strengths = log.Strengths.Chunk(chunk);
            for (var i = 0; i < strengths.Length; i++)
            {
                if (strengths[i] != Interaction.MissingStrength)
                    counts[(groupOf[i] * Classes) + strengths[i] - 1]++;
            }
        }

        return counts;
    }

    // of groups that are all there, or spread over ranks, which then add up what each finds
    private float[] Biases(long[] counts, Func<long[], long[]> overRanks)
    {
        var likelihoods = overRanks([.. Enumerable.Range(0, LargestPower + 1).Select(power => LogLikelihood(counts, 1 << power))]);
        double shrinkage = 1 << Array.IndexOf(likelihoods, likelihoods.Max());
        var biases = new float[counts.Length];
        for (var group = 0; group < counts.Length / Classes && shrinkage < 1 << LargestPower; group++)
        {
            var of = counts.AsSpan(group * Classes, Classes);
            var rows = Rows(of);
            for (var c = 0; c < Classes; c++)
                biases[(group * Classes) + c] = (float)PortableMath.Log((of[c] + (shrinkage * Law[c])) / ((rows + shrinkage) * Law[c]));
        }

        return biases;
    }

    // Up to what does not depend on κ: Σ ln Γ(κ) / Γ(n + κ) · Π Γ(n_c + κ q_c) / Γ(κ q_c), each quotient a product over rows;
    // in steps, which add up to the same in any order.
    private long LogLikelihood(long[] counts, double kappa)
    {
        var (sum, groups) = (0L, counts.Length / Classes);
        for (var group = 0; group < groups; group++)
        {
            var of = counts.AsSpan(group * Classes, Classes);
            var likelihood = -LogRising(kappa, Rows(of));
            for (var c = 0; c < Classes; c++)
                likelihood += LogRising(kappa * Law[c], of[c]);
            sum += GroupMoments.ToSteps(likelihood);
        }

        return sum;
    }

    // ln Γ(x + n) / Γ(x): by its factors when they are few, else by Stirling's series at both ends
    private static double LogRising(double x, long n)
    {
        const int Few = 32;
        if (n > Few)
            return LogRising(x, Few) + Stirling(x + n) - Stirling(x + Few);
        // at most 32 factors of at most 2¹⁶ + 32, and only the first can be below 1: far from the limits of a double
        var product = 1.0;
        for (var i = 0; i < n; i++)
            product *= x + i;
        return PortableMath.Log(product);

        static double Stirling(double y) => ((y - 0.5) * PortableMath.Log(y)) - y + (1 / (12 * y));
    }

    private static long Rows(ReadOnlySpan<long> counts)
    {
        var rows = 0L;
        foreach (var count in counts)
            rows += count;
        return rows;
    }
}
