namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>When a test can be asked of a log, and what it may hold fixed.</summary>
internal static class Conditions
{
    /// <summary>What a test is given that can hold nothing fixed.</summary>
    public const string Nothing = "nothing";

    // With fewer rows that meet another one of their group, a test could hardly ever find anything.
    private const int FewestFreedoms = 20;

    /// <summary>Whether rows of these groups can be told from others: at least two groups, and rows that meet others of theirs.</summary>
    public static bool CanBeAsked(Grouping groups) => groups.UsedCount >= 2 && groups.Freedom >= FewestFreedoms;

    /// <summary>The first of the conditions that leaves at least half of the rows another row to change places with; else none.</summary>
    public static (Grouping Groups, string Name) First(int rows, params ReadOnlySpan<(Grouping Groups, string Name)> conditions)
    {
        foreach (var (groups, name) in conditions)
        {
            if (2L * groups.Freedom >= rows)
                return (groups, name);
        }

        return (Grouping.One(rows), Nothing);
    }
}
