namespace PoppyUniverse.Evaluation.Reports;

/// <summary>How much better one model is than another; positive is better whichever way the metric points.</summary>
/// <param name="Gain">Over all test rows.</param>
/// <param name="Low">Lower end of its interval, from paired resamples.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Better">The model that is clearly better; null where the interval holds zero.</param>
public sealed record PairedComparison(double Gain, double Low, double High, string? Better)
{
    /// <summary>The same, seen from the other model.</summary>
    internal PairedComparison Turned => this with { Gain = -Gain, Low = -High, High = -Low };
}
