using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>The optimizer.</summary>
public sealed record AdamOptions
{
    /// <summary>η, the largest step size; positive. Default 0.003.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>How the step size falls over all epochs. Default linear.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Linear;

    /// <summary>Share of an epoch over which the step size rises from 0 to η, 0 to 1. Default 0.</summary>
    public double WarmUp { get; init; }

    /// <summary>β₁, decay of the mean of gradients, 0 to 1. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, decay of the mean of squared gradients, 0 to 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε, added to the root of the second moment; positive. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>
    /// The longest gradient, 0 (any) or more: that of the shared parameters together, of each user's row and of each
    /// value's row is shortened to this Euclidean length. Default 0.
    /// </summary>
    public double GradientClip { get; init; }

    /// <summary>Step size of step <paramref name="step"/> (from 1) of <paramref name="steps"/>, an epoch having <paramref name="epochSteps"/>.</summary>
    internal double Rate(long step, long steps, long epochSteps)
    {
        var left = steps <= 0 ? 1 : Math.Max(0, 1 - ((step - 1) / (double)steps));
        var warm = WarmUp * epochSteps;
        var rise = step < warm ? step / warm : 1;
        var fall = Schedule switch
        {
            LearningRateSchedule.Linear => left,
            LearningRateSchedule.Cosine => (1 - PortableMath.SinCosTurns(left / 2).Cos) / 2,
            _ => 1,
        };
        return LearningRate * rise * fall;
    }
}
