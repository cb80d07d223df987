namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>Whether one target, Strength or Choice, can be learned from a log.</summary>
public sealed record LearnabilityFinding
{
    /// <summary>Whether at least one test is significant after correction.</summary>
    public required bool Learnable { get; init; }

    /// <summary>The smallest corrected p-value; null when no test is possible.</summary>
    public required double? PValue { get; init; }

    /// <summary>The verdict in words, with numbers.</summary>
    public required string Sentence { get; init; }

    /// <summary>Rows that were tested.</summary>
    public required long Rows { get; init; }

    /// <summary>Users of those rows.</summary>
    public required int Users { get; init; }

    /// <summary>Whether these users were drawn at random because the log has more rows than are tested.</summary>
    public required bool UsersDrawn { get; init; }

    /// <summary>Permutations of each test; 0 when no test is possible.</summary>
    public required int Permutations { get; init; }

    /// <summary>The tests that the log allows.</summary>
    public required IReadOnlyList<LearnabilityTest> Tests { get; init; }

    /// <summary>Of Strength: the error that no model of user and value can get below; null without repeated events, and for Choice.</summary>
    public NoiseFloor? NoiseFloor { get; init; }
}
