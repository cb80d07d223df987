namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>One question to a log, and the answer. Definitions are in docs/learnability.md.</summary>
public sealed record LearnabilityTest
{
    /// <summary>What the answer may depend on: "user", "user x value", "value by hour".</summary>
    public required string Name { get; init; }

    /// <summary>The question in words.</summary>
    public required string Question { get; init; }

    /// <summary>What the permutations keep as it is, so that it cannot be mistaken for an effect: "user", "hour and quarter of the log"; "nothing" when rows of equal such do not repeat enough.</summary>
    public required string Given { get; init; }

    /// <summary>What <see cref="Statistic"/> measures, and in which unit.</summary>
    public required string Measure { get; init; }

    /// <summary>The statistic of the log.</summary>
    public required double Statistic { get; init; }

    /// <summary>Its mean over the permutations: what chance gives.</summary>
    public required double ByChance { get; init; }

    /// <summary>(statistic − by chance) over the permutations' standard deviation; 0 when that is 0.</summary>
    public required double StandardScore { get; init; }

    /// <summary>
    /// How much of what could be known is known: of Strength the share of its variance, of a choice (statistic − by
    /// chance) / (1 − by chance), Goodman and Kruskal's τ less what chance gives. Below zero by chance where nothing is known.
    /// </summary>
    public required double EffectSize { get; init; }

    /// <summary>(1 + permutations with a statistic as large) / (1 + permutations), one-sided.</summary>
    public required double PValue { get; init; }

    /// <summary><see cref="PValue"/> corrected for the number of tests asked of the same target (Holm, 1979).</summary>
    public required double CorrectedPValue { get; init; }

    /// <summary>Whether the corrected p-value is at or below the level.</summary>
    public required bool Significant { get; init; }

    /// <summary>The effect in words, whether significant or not: "user (12.0 % of its variance)".</summary>
    public required string Effect { get; init; }

    /// <summary>The answer in a sentence.</summary>
    public required string Sentence { get; init; }
}
