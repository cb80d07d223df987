using System.Text.Json;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>Is there anything to learn in a log? The answer for Strength and for the choice of a value.</summary>
public sealed record LearnabilityReport
{
    /// <summary>Whether Strength depends on anything a model sees.</summary>
    public required LearnabilityFinding Strength { get; init; }

    /// <summary>Whether what a user picks depends on more than popularity.</summary>
    public required LearnabilityFinding Choice { get; init; }

    /// <summary>False alarms that were allowed for each of the two, as a probability.</summary>
    public required double Level { get; init; }

    /// <summary>Seed of the permutations.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The report as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, LearnabilityJsonContext.Default.LearnabilityReport);
}
