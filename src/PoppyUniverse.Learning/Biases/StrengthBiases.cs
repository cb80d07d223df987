using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>The additive answer: Strength ≈ mean + user + value, each drawn toward zero as <see cref="GroupEffects"/> tells.</summary>
internal sealed class StrengthBiases
{
    public StrengthBiases(InteractionLog log)
    {
        var rated = log.Rows().Where(row => log.Strengths[row] != Interaction.MissingStrength);
        Mean = LogStatistics.Of(log).MeanStrength;
        var effects = new GroupEffects(
            [.. rated.Select(row => log.Strengths[row] - Mean)],
            ([.. rated.Select(row => log.UserIndices[row])], log.Users.Count),
            ([.. rated.Select(row => log.ValueIndices[row])], log.Catalog.ValueCount));
        (Users, Values) = (effects.Effects[0], effects.Effects[1]);
    }

    /// <summary>Mean Strength.</summary>
    public double Mean { get; }

    /// <summary>(U), zero for users without rows.</summary>
    public double[] Users { get; }

    /// <summary>(V), zero for values without rows.</summary>
    public double[] Values { get; }
}
