namespace PoppyUniverse.Simulation;

/// <summary>Hours and days of interactions.</summary>
public sealed record ClockOptions
{
    /// <summary>How the hour enters the timestamp.</summary>
    public ClockMode Mode { get; init; } = ClockMode.Subtract;

    /// <summary>Weights of the 24 hours; not negative, normalized. Default: the notebook's evening profile.</summary>
    public IReadOnlyList<double> HourWeights { get; init; } =
        [.. Enumerable.Repeat(0.02, 6), .. Enumerable.Repeat(0.04, 6), .. Enumerable.Repeat(0.07, 6), .. Enumerable.Repeat(0.12, 6)];

    /// <summary>Weights of Monday to Sunday; positive. Used by <see cref="ClockMode.Clock"/>. Default: all equal.</summary>
    public IReadOnlyList<double> WeekdayWeights { get; init; } = [1, 1, 1, 1, 1, 1, 1];

    /// <summary>
    /// How far owls (half of the users) and larks (the other half) lean to the night and to the day, 0 (default: all users
    /// alike) to 1. The two lean in opposite directions, so the law of hours over all users stays the same. Used by
    /// <see cref="ClockMode.Clock"/>.
    /// </summary>
    public double ChronotypeContrast { get; init; }
}
