namespace PoppyUniverse.Simulation;

/// <summary>Users return to what they picked before.</summary>
public sealed record HabitOptions
{
    /// <summary>Probability to repeat a value of the chosen type that the user has seen, if there is one. Default 0.33.</summary>
    public double Probability { get; init; } = 0.33;

    /// <summary>Which of the seen values is repeated.</summary>
    public HabitMode Mode { get; init; } = HabitMode.Distinct;
}
