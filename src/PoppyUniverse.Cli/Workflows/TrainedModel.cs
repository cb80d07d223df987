using PoppyUniverse.Learning;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>A model that was just trained, of whichever layer.</summary>
/// <param name="Layer">3 or 4.</param>
/// <param name="Model">The model.</param>
/// <param name="Rating">How it learned Strength; null when it did not.</param>
/// <param name="Choice">How it learned choices; null when it did not.</param>
internal sealed record TrainedModel(int Layer, ITrainedModel Model, TrainingRecord? Rating, TrainingRecord? Choice)
{
    /// <summary>Time of the training loop alone.</summary>
    public required TimeSpan TrainingTime { get; init; }

    /// <summary>Samples a second of the training loop.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Time of everything: preparation, choosing sizes, validation.</summary>
    public TimeSpan WholeTime { get; init; }

    /// <summary>The first of the two that there is.</summary>
    public TrainingRecord Main => Rating ?? Choice!;

    /// <summary>What trained it, by name.</summary>
    public static TrainedModel Of(TrainingResult result) => new(4, result.Model, result.Model.Record.Rating, result.Model.Record.Choice)
    {
        TrainingTime = result.TrainingTime,
        SamplesPerSecond = result.SamplesPerSecond,
    };

    /// <summary>What trained it, by name.</summary>
    public static TrainedModel Of(Layer3Result result) => new(3, result.Model, result.Model.Record.Rating?.Training, result.Model.Record.Choice?.Training)
    {
        TrainingTime = result.TrainingTime,
        SamplesPerSecond = result.SamplesPerSecond,
    };
}
