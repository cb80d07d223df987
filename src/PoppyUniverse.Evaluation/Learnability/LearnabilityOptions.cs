namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>How a log is tested for something to learn.</summary>
public sealed record LearnabilityOptions
{
    /// <summary>Seed of the permutations and, in a large log, of the choice of users. Default 42.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Worker threads; never changes a result. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Probability to call a log learnable in which nothing can be learned, 0 to 1, of Strength and of Choice each.
    /// Default 0.05.
    /// </summary>
    public double Level { get; init; } = 0.05;

    /// <summary>
    /// Rows to test. In a log of more, users are drawn, with all their rows, until there are so many. Default 262,144.
    /// </summary>
    public int MostRows { get; init; } = 1 << 18;

    /// <summary>
    /// Permutations of each test, at least 19. Null (default): 2²⁶ over the number of rows, but 399 to 999; more make p
    /// finer, in proportional time.
    /// </summary>
    public int? Permutations { get; init; }

    /// <summary>Permutations for a number of rows.</summary>
    internal int PermutationsFor(int rows) => Permutations ?? Math.Clamp((1 << 26) / Math.Max(1, rows), 399, 999);
}
