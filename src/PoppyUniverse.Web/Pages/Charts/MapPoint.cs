namespace PoppyUniverse.Web.Pages.Charts;

/// <summary>A point of a map.</summary>
/// <param name="Name">What it stands for; drawn beside it where there is room.</param>
/// <param name="Said">What is said when it is pointed at.</param>
/// <param name="Type">Index of its type, for its color and shape; -1 for a small grey dot.</param>
/// <param name="X">0 (left) to 1.</param>
/// <param name="Y">0 (top) to 1.</param>
public sealed record MapPoint(string Name, string Said, int Type, double X, double Y);
