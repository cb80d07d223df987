namespace PoppyUniverse.Evaluation.Reports;

/// <summary>A part of the test rows, measured on its own.</summary>
/// <param name="Kind">"type" or "activity".</param>
/// <param name="Name">Which rows: "Star", "1–12 training rows".</param>
/// <param name="Rows">How many.</param>
/// <param name="Models">How each model did there.</param>
public sealed record SliceResult(string Kind, string Name, long Rows, IReadOnlyList<SliceModel> Models);
