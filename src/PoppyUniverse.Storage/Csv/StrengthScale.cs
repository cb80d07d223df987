using System.Globalization;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

/// <summary>
/// A scale of ratings, and what they are as Strength: the scale is cut into five bands of equal width, and a rating is the
/// number of its band, the upper end belonging to the fifth: 1 + min(4, ⌊5 (r − lowest) / (highest − lowest)⌋). So half
/// stars 0.5 to 5 go two to a Strength, 1 to 10 as well, and 1 to 5 stays as it is.
/// </summary>
/// <param name="Lowest">The lowest rating there is.</param>
/// <param name="Highest">The highest, above it.</param>
public sealed record StrengthScale(double Lowest, double Highest)
{
    // Bands of decimal scales meet at numbers that binary fractions miss by a hair.
    private const double Hair = 1e-9;

    /// <summary>The scale as it is written: "0.5..5".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lowest}..{Highest}");

    /// <summary>The scale that a text such as "0.5..5" names.</summary>
    public static bool TryParse(string text, out StrengthScale? scale)
    {
        ArgumentNullException.ThrowIfNull(text);
        scale = text.Split("..") is [var low, var high]
            && double.TryParse(low, NumberStyles.Float, CultureInfo.InvariantCulture, out var lowest)
            && double.TryParse(high, NumberStyles.Float, CultureInfo.InvariantCulture, out var highest)
            && double.IsFinite(lowest) && double.IsFinite(highest) && lowest < highest
                ? new(lowest, highest)
                : null;
        return scale is not null;
    }

    /// <summary>The Strength of a rating, or <see cref="Interaction.MissingStrength"/> when it is not on the scale.</summary>
    public byte StrengthOf(double rating)
    {
        if (!(rating >= Lowest && rating <= Highest))
            return Interaction.MissingStrength;
        var band = Math.Floor((Interaction.StrengthClasses * (rating - Lowest) / (Highest - Lowest)) + Hair);
        return (byte)(1 + Math.Min(Interaction.StrengthClasses - 1, band));
    }
}
