namespace PoppyUniverse.Learning;

/// <summary>
/// How far a model's answers are drawn toward the prior (mean Strength, class law): answer = prior + scale · (answer −
/// prior), for expected Strength and for class logits. Found on the validation tail; 1 leaves answers as they are, 0 is
/// the prior for everyone.
/// </summary>
/// <param name="Strength">Scale of expected Strength, 0 to 1.</param>
/// <param name="Classes">Scale of the class logits, 0 to 1.</param>
public sealed record Calibration(double Strength, double Classes)
{
    /// <summary>Answers as they are.</summary>
    public static Calibration None { get; } = new(1, 1);
}
