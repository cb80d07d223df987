namespace PoppyUniverse.Learning;

/// <summary>
/// What the validation tail says of a network's answers. A rating network is drawn back to what it started from (user +
/// value, in closed form): answer = start + scale · (answer − start), for expected Strength and for class logits; 1 leaves
/// answers as they are, 0 is the start. A choice network is mixed with the users' own counts.
/// </summary>
/// <param name="Strength">Scale of expected Strength, 0 to 1.</param>
/// <param name="Classes">Scale of the class logits, 0 to 1.</param>
public sealed record Calibration(double Strength, double Classes)
{
    /// <summary>Weight of <see cref="ChoiceMemory"/> in choice probabilities, 0 to 1.</summary>
    public double Memory { get; init; }

    /// <summary>Answers as they are.</summary>
    public static Calibration None { get; } = new(1, 1);
}
