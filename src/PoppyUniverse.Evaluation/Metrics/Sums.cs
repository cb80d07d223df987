using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>
/// What the metrics need of some rows, in numbers that can be added: a bootstrap resample adds up a few numbers a group of
/// users instead of going through rows again. This is where each number stands; the first <see cref="SliceLength"/> are
/// also kept for every slice.
/// </summary>
internal static class Sums
{
    public const int Rated = 0;
    public const int Squared = 1;
    public const int Absolute = 2;
    public const int Nats = 3;
    public const int Choices = 4;
    public const int ChoiceNats = 5;
    public const int Hits1 = 6;
    public const int Hits5 = 7;
    public const int Gain5 = 8;

    /// <summary>Numbers that slices keep.</summary>
    public const int SliceLength = 9;

    public const int Likeliest = 9;
    public const int Hits10 = 10;
    public const int Gain10 = 11;
    public const int Reciprocal = 12;

    /// <summary>Numbers that a row adds to at most once each.</summary>
    public const int RowLength = 13;

    /// <summary>Counts of (actual, most probable) class, 5 × 5.</summary>
    public const int Confusion = RowLength;

    /// <summary>For each of ten bins of probability: rows, sum of probabilities, hits.</summary>
    public const int CalibrationBins = Confusion + (Interaction.StrengthClasses * Interaction.StrengthClasses);

    /// <summary>Bins of the calibration error.</summary>
    public const int BinCount = 10;

    /// <summary>All of them.</summary>
    public const int Length = CalibrationBins + (BinCount * 3);

    /// <summary>Probabilities below this count as this: a model that was sure and wrong stays finite.</summary>
    public const double LeastProbability = 1e-7;
}
