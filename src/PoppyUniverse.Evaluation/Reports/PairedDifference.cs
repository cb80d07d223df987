namespace PoppyUniverse.Evaluation.Reports;

/// <summary>A difference of two models' metrics on the same rows, from the same resamples, in the metric's own direction.</summary>
/// <param name="Value">Difference over all test rows.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
public sealed record PairedDifference(double Value, double Low, double High);
