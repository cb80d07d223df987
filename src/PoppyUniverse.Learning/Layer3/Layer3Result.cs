namespace PoppyUniverse.Learning;

/// <summary>A finished training run of Layer 3.</summary>
/// <param name="Model">The model.</param>
/// <param name="TrainingTime">Time of the sweeps alone, without validation and preparation.</param>
/// <param name="SamplesTrained">Rows of all sweeps together.</param>
public sealed record Layer3Result(Layer3Model Model, TimeSpan TrainingTime, long SamplesTrained)
{
    /// <summary>Rows a second of the sweeps; 0 when there was none.</summary>
    public double SamplesPerSecond => SamplesTrained == 0 ? 0 : SamplesTrained / TrainingTime.TotalSeconds;
}
