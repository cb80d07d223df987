namespace PoppyUniverse.Learning;

/// <summary>What a model learns and predicts.</summary>
[Flags]
public enum PredictionTargets
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Expected Strength, in [1, 5] (regression).</summary>
    Strength = 1,

    /// <summary>Probabilities of the five Strength classes.</summary>
    Class = 2,

    /// <summary>Probability that the user picks the value next, over all values of the catalog.</summary>
    Choice = 4,
}
