namespace PoppyUniverse.Learning;

/// <summary>A finished training run.</summary>
/// <param name="Model">The model.</param>
/// <param name="TrainingTime">Time of the training loop alone, without validation and preparation.</param>
/// <param name="SamplesTrained">Samples of all epochs together.</param>
public sealed record TrainingResult(Layer4Model Model, TimeSpan TrainingTime, long SamplesTrained)
{
    /// <summary>Samples a second of the training loop; 0 when nothing was trained.</summary>
    public double SamplesPerSecond => SamplesTrained == 0 ? 0 : SamplesTrained / TrainingTime.TotalSeconds;
}
