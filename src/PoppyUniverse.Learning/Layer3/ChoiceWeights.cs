namespace PoppyUniverse.Learning;

/// <summary>
/// How much each law of choice counts: ln p(value) = the weighted sum, less what makes all values add up to 1 (a logarithmic
/// opinion pool; Genest and Zidek, "Combining Probability Distributions", 1986). All are zero or more.
/// </summary>
/// <param name="Factors">Of the product of vectors: one over the temperature of its softmax.</param>
/// <param name="Popularity">Of the popularity of values.</param>
/// <param name="Hour">Of how much more, or less, popular a value is at the hour.</param>
/// <param name="User">Of how much more a user picks a value than others do.</param>
/// <param name="UserTime">Of how much more the user picks it at this time of day and week than otherwise.</param>
public sealed record ChoiceWeights(double Factors, double Popularity, double Hour, double User, double UserTime)
{
    /// <summary>Number of weights.</summary>
    internal const int Count = 5;

    /// <summary>What stands where nothing was learned: the user's own counts, drawn toward popularity.</summary>
    internal static ChoiceWeights Prior { get; } = new(0, 1, 0, 1, 0);

    internal double[] ToArray() => [Factors, Popularity, Hour, User, UserTime];

    internal static ChoiceWeights Of(double[] weights) => new(weights[0], weights[1], weights[2], weights[3], weights[4]);
}
