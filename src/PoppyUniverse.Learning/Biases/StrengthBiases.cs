using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>
/// The additive answer: Strength ≈ mean + user + value. Each bias is drawn toward zero by κ imagined rows, κ = the variance
/// inside groups over that between them, estimated from the log (empirical Bayes; moments of the one-way random-effects
/// model, Searle, Casella and McCulloch, "Variance Components", 1992). Where groups do not differ, κ is infinite and the
/// biases are zero.
/// </summary>
internal sealed class StrengthBiases
{
    private const int Sweeps = 8;

    private readonly int[] _users;
    private readonly int[] _values;
    private readonly double[] _left; // what the biases so far leave of each row's Strength

    public StrengthBiases(InteractionLog log)
    {
        var rated = log.Rows().Where(row => log.Strengths[row] != Interaction.MissingStrength);
        Mean = LogStatistics.Of(log).MeanStrength;
        _users = [.. rated.Select(row => log.UserIndices[row])];
        _values = [.. rated.Select(row => log.ValueIndices[row])];
        _left = [.. rated.Select(row => log.Strengths[row] - Mean)];
        Users = new double[log.Users.Count];
        Values = new double[log.Catalog.ValueCount];
        var userShrinkage = Shrinkage(_users, Users.Length);
        Fit(_users, Users, userShrinkage);
        var valueShrinkage = Shrinkage(_values, Values.Length);
        for (var sweep = 0; sweep < Sweeps && double.IsFinite(valueShrinkage); sweep++)
        {
            Fit(_values, Values, valueShrinkage);
            Fit(_users, Users, userShrinkage);
        }
    }

    /// <summary>Mean Strength.</summary>
    public double Mean { get; }

    /// <summary>(U), zero for users without rows.</summary>
    public double[] Users { get; }

    /// <summary>(V), zero for values without rows.</summary>
    public double[] Values { get; }

    // Fits the biases of one kind of groups to what the other kind leaves.
    private void Fit(int[] groupOfRow, double[] biases, double shrinkage)
    {
        if (double.IsInfinity(shrinkage))
            return;
        var (sums, counts) = Sums(groupOfRow, biases.Length);
        for (var group = 0; group < biases.Length; group++)
        {
            var fitted = counts[group] == 0 ? 0 : (sums[group] + (counts[group] * biases[group])) / (counts[group] + shrinkage);
            (sums[group], biases[group]) = (fitted - biases[group], fitted);
        }

        for (var row = 0; row < _left.Length; row++)
            _left[row] -= sums[groupOfRow[row]];
    }

    // κ = σ² / τ² by the moments of the analysis of variance with unequal groups
    private double Shrinkage(int[] groupOfRow, int groupCount)
    {
        var (sums, counts) = Sums(groupOfRow, groupCount);
        var (groups, rows) = (counts.Count(count => count > 0), _left.Length);
        if (groups < 2 || rows <= groups)
            return double.PositiveInfinity;
        var (between, mean) = (0.0, sums.Sum() / rows);
        for (var group = 0; group < groupCount; group++)
            between += counts[group] == 0 ? 0 : counts[group] * Square((sums[group] / counts[group]) - mean);
        var within = (_left.Sum(left => Square(left - mean)) - between) / (rows - groups);
        var typicalCount = (rows - (counts.Sum(Square) / rows)) / (groups - 1);
        var variance = ((between / (groups - 1)) - within) / typicalCount;
        return variance > 0 ? within / variance : double.PositiveInfinity;
    }

    private (double[] Sums, double[] Counts) Sums(int[] groupOfRow, int groups)
    {
        var (sums, counts) = (new double[groups], new double[groups]);
        for (var row = 0; row < groupOfRow.Length; row++)
        {
            sums[groupOfRow[row]] += _left[row];
            counts[groupOfRow[row]]++;
        }

        return (sums, counts);
    }

    private static double Square(double x) => x * x;
}
