namespace PoppyUniverse.Learning;

/// <summary>How the step size falls from the first step of a training run to its last possible one.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>On a straight line to zero.</summary>
    Linear,

    /// <summary>On half a cosine to zero: late, then fast, then slowly.</summary>
    Cosine,
}
