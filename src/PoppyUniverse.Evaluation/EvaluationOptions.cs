namespace PoppyUniverse.Evaluation;

/// <summary>How an evaluation is done.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Resamples of the bootstrap, 100 or more. Default 1000.</summary>
    public int Resamples { get; init; } = 1_000;

    /// <summary>Confidence of intervals, between 0 and 1. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Worker threads, at least 1. Default: the machine's processors. Changes speed only.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
