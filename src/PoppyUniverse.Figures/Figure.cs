namespace PoppyUniverse.Figures;

/// <summary>A finished picture.</summary>
/// <param name="Name">File name without an ending: "training_curve".</param>
/// <param name="Title">What it shows, for people and screen readers.</param>
/// <param name="Png">As PNG.</param>
/// <param name="Svg">As SVG.</param>
public sealed record Figure(string Name, string Title, byte[] Png, string Svg)
{
    /// <summary>As PNG on a dark ground; null when there is none.</summary>
    public byte[]? DarkPng { get; init; }
}
