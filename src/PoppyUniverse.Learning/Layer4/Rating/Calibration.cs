namespace PoppyUniverse.Learning;

/// <summary>
/// How far a rating network is drawn back to what it started from (user + value, in closed form): answer = start + scale ·
/// (answer − start), for expected Strength and for class logits. Found on the validation tail; 1 leaves answers as they
/// are, 0 is the start.
/// </summary>
/// <param name="Strength">Scale of expected Strength, 0 to 1.</param>
/// <param name="Classes">Scale of the class logits, 0 to 1.</param>
public sealed record Calibration(double Strength, double Classes)
{
    /// <summary>Answers as they are.</summary>
    public static Calibration None { get; } = new(1, 1);
}
