using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Predictions;

/// <summary>The columns that scoring adds: their names, and their numbers as text with a fixed number of decimals.</summary>
internal static class ScoredColumns
{
    private const int StrengthDecimals = 6;
    private const int ChoiceDecimals = 8; // of thousands of values, most have less than a millionth
    private const int Classes = Interaction.StrengthClasses;

    /// <summary>No row's numbers take more bytes than this: seven of at most "5.12345678" and their separators.</summary>
    public const int MostBytesPerRow = 7 * 12;

    private static readonly long[] PowersOf10 = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>Names, in order, as far as a model predicts them.</summary>
    public static IReadOnlyList<string> Names(PredictionTargets targets) =>
    [
        .. targets.HasFlag(PredictionTargets.Strength) ? ["Predicted_Strength"] : Array.Empty<string>(),
        .. targets.HasFlag(PredictionTargets.Class) ? ["P1", "P2", "P3", "P4", "P5"] : Array.Empty<string>(),
        .. targets.HasFlag(PredictionTargets.Choice) ? ["Choice_Probability"] : Array.Empty<string>(),
    ];

    /// <summary>Each added column as a function of the row, in the order of <see cref="Names"/>.</summary>
    public static IEnumerable<Func<int, float>> Cells(PredictionBuffer scores)
    {
        if (scores.ExpectedStrengths.Length > 0)
            yield return row => scores.ExpectedStrengths[row];
        for (var c = 0; c < Classes && scores.ClassProbabilities.Length > 0; c++)
        {
            var column = c;
            yield return row => scores.ClassProbabilities[(row * Classes) + column];
        }

        if (scores.ChoiceProbabilities.Length > 0)
            yield return row => scores.ChoiceProbabilities[row];
    }

    /// <summary>Writes a row's numbers, each behind a separator; returns their bytes.</summary>
    public static int Format(PredictionBuffer scores, int row, byte separator, Span<byte> destination)
    {
        var length = 0;
        if (scores.ExpectedStrengths.Length > 0)
            length += Format(scores.ExpectedStrengths[row], StrengthDecimals, separator, destination);
        for (var c = 0; c < Classes && scores.ClassProbabilities.Length > 0; c++)
            length += Format(scores.ClassProbabilities[(row * Classes) + c], StrengthDecimals, separator, destination[length..]);
        if (scores.ChoiceProbabilities.Length > 0)
            length += Format(scores.ChoiceProbabilities[row], ChoiceDecimals, separator, destination[length..]);
        return length;
    }

    // All numbers lie in [0, 10), so they are one digit, a point and the decimals, rounded half to even.
    private static int Format(float number, int decimals, byte separator, Span<byte> destination)
    {
        var (whole, rest) = Math.DivRem((long)Math.Round((double)number * PowersOf10[decimals]), PowersOf10[decimals]);
        (destination[0], destination[1], destination[2]) = (separator, (byte)('0' + whole), (byte)'.');
        for (var place = decimals + 2; place > 2; place--)
        {
            (rest, var digit) = Math.DivRem(rest, 10);
            destination[place] = (byte)('0' + digit);
        }

        return decimals + 3;
    }
}
