namespace PoppyUniverse.Learning;

/// <summary>The optimizer.</summary>
public sealed record AdamOptions
{
    /// <summary>η, the step size; positive. Default 0.002.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>β₁, decay of the mean of gradients, 0 to 1. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, decay of the mean of squared gradients, 0 to 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, added to the root of the second moment; positive. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>λ, decoupled weight decay of the layers and of the small tables (type, hour, day), 0 or more. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;
}
