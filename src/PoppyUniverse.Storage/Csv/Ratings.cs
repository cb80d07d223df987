using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

/// <summary>Ratings as Strength, on a scale or on none.</summary>
internal static class Ratings
{
    /// <summary>The Strength of a rating; <see cref="Interaction.MissingStrength"/> when it is none.</summary>
    public static byte StrengthOf(double rating, StrengthScale? scale) =>
        scale is not null ? scale.StrengthOf(rating)
        : rating is >= Interaction.WeakestStrength and <= Interaction.StrongestStrength && rating == Math.Floor(rating) ? (byte)rating
        : Interaction.MissingStrength;

    /// <summary>What is expected, for messages.</summary>
    public static string Expected(StrengthScale? scale) =>
        scale is null ? "a whole number from 1 to 5, or nothing (poppy import --scale takes other scales)" : FormattableString.Invariant($"a number from {scale.Lowest} to {scale.Highest}, or nothing");
}
