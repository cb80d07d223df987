namespace PoppyUniverse.Web.Pages.Charts;

/// <summary>A row of a heat map.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Type">Index of its type, for the mark before it.</param>
/// <param name="Cells">Its numbers, one an hour.</param>
public sealed record HeatRow(string Label, int Type, IReadOnlyList<float> Cells);
