using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>The additive answer: Strength ≈ mean + user + value, each bias drawn toward zero as <see cref="Shrinkage"/> tells.</summary>
internal sealed class StrengthBiases
{
    private const int Sweeps = 8;
    private readonly InteractionLog _log;

    public StrengthBiases(InteractionLog log)
    {
        _log = log;
        Mean = LogStatistics.Of(log).MeanStrength;
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
        return Shrinkage.Of(sums, counts, squares);
    }

    // Fits the biases of one kind of groups to what the other kind leaves.
    private void Fit(double[] biases, double shrinkage)
    {
        if (double.IsInfinity(shrinkage))
            return;
        var left = Left(biases);
        for (var group = 0; group < biases.Length; group++)
            biases[group] = left.Counts[group] == 0 ? 0 : (left.Sums[group] + (left.Counts[group] * biases[group])) / (left.Counts[group] + shrinkage);
    }

    // What the biases so far leave of the rows' Strengths: its sum and the rows of each group, and its squares together.
    // Computed anew each time, row by row, so that nothing of a log's length is kept.
    private (double[] Sums, double[] Counts, double Squares) Left(double[] biases)
    {
        var (sums, counts, squares) = (new double[biases.Length], new double[biases.Length], 0.0);
        for (var c = 0; c < _log.UserIndices.ChunkCount; c++)
        {
            ReadOnlySpan<int> users = _log.UserIndices.Chunk(c), values = _log.ValueIndices.Chunk(c), groups = biases == Users ? users : values;
            var strengths = _log.Strengths.Chunk(c);
            for (var i = 0; i < strengths.Length; i++)
            {
                if (strengths[i] == Interaction.MissingStrength)
                    continue;
                var left = strengths[i] - Mean - Users[users[i]] - Values[values[i]];
                sums[groups[i]] += left;
                counts[groups[i]]++;
                squares += left * left;
            }
        }

        return (sums, counts, squares);
    }
}
