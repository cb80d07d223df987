namespace PoppyUniverse.Learning.Recommending;

/// <summary>What values are ranked by.</summary>
public enum RankBy
{
    /// <summary>How much the user would like it: expected Strength.</summary>
    Strength,

    /// <summary>How probably the user picks it next.</summary>
    Choice,
}
