using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>
/// The additive answer: Strength ≈ mean + user + value, each bias drawn toward zero as <see cref="Shrinkage"/> tells. Sums are
/// of whole numbers (<see cref="GroupMoments"/>), so they are the same in any order and over any number of ranks.
/// </summary>
internal sealed class StrengthBiases
{
    private const int Sweeps = 8;
    private readonly InteractionLog _log;
    private readonly ICollective _ranks;

    /// <param name="log">The rows; of several ranks, those of this rank's users.</param>
    /// <param name="ranks">The ranks.</param>
    public StrengthBiases(InteractionLog log, ICollective ranks)
    {
        (_log, _ranks) = (log, ranks);
        Mean = LogStatistics.Of(log).WithSums(ranks).MeanStrength;
        Users = new double[log.Users.Count];
        Values = new double[log.Catalog.ValueCount];
        var userShrinkage = ShrinkageOf(Users);
        Fit(Users, userShrinkage);
        var valueShrinkage = ShrinkageOf(Values);
        for (var sweep = 0; sweep < Sweeps && double.IsFinite(valueShrinkage); sweep++)
        {
            Fit(Values, valueShrinkage);
            Fit(Users, userShrinkage);
        }
    }

    /// <summary>Mean Strength.</summary>
    public double Mean { get; }

    /// <summary>(U), zero for users without rows.</summary>
    public double[] Users { get; }

    /// <summary>(V), zero for values without rows.</summary>
    public double[] Values { get; }

    private double ShrinkageOf(double[] biases)
    {
        var (sums, counts, squares) = Left(biases);
        var moments = GroupMoments.Of(sums, counts);
        return Shrinkage.Of(biases == Users ? moments.OfAll(_ranks) : moments, squares);
    }

    // Fits the biases of one kind of groups to what the other kind leaves.
    private void Fit(double[] biases, double shrinkage)
    {
        if (double.IsInfinity(shrinkage))
            return;
        var (sums, counts, _) = Left(biases);
        for (var group = 0; group < biases.Length; group++)
            biases[group] = counts[group] == 0 ? 0 : (GroupMoments.FromSteps(sums[group]) + (counts[group] * biases[group])) / (counts[group] + shrinkage);
    }

    // What the biases so far leave of the rows' Strengths: its sum and the rows of each group, and its squares together.
    // Computed anew each time, row by row, so that nothing of a log's length is kept. Users are of one rank, values of all.
    private (long[] Sums, long[] Counts, double Squares) Left(double[] biases)
    {
        var (sums, counts, squares) = (new long[biases.Length], new long[biases.Length], 0L);
        for (var c = 0; c < _log.UserIndices.ChunkCount; c++)
        {
            ReadOnlySpan<int> users = _log.UserIndices.Chunk(c), values = _log.ValueIndices.Chunk(c), groups = biases == Users ? users : values;
            var strengths = _log.Strengths.Chunk(c);
            for (var i = 0; i < strengths.Length; i++)
            {
                if (strengths[i] == Interaction.MissingStrength)
                    continue;
                var left = strengths[i] - Mean - Users[users[i]] - Values[values[i]];
                sums[groups[i]] += GroupMoments.ToSteps(left);
                counts[groups[i]]++;
                squares += GroupMoments.ToSteps(left * left);
            }
        }

        if (biases == Values)
            (sums, counts) = (_ranks.Sum(sums), _ranks.Sum(counts));
        return (sums, counts, GroupMoments.FromSteps(_ranks.Sum([squares])[0]));
    }
}
