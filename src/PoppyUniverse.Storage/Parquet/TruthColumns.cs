using ParquetSharp;
using ParquetSharp.Schema;
using Interaction = PoppyUniverse.Interactions.Interaction;

namespace PoppyUniverse.Storage.Parquet;

/// <summary>The columns of truth files, and the mark that no log has.</summary>
internal static class TruthColumns
{
    public const string KindKey = "poppy.kind";
    public const string Kind = "truth";
    public const string ExpectedStrength = "True_Expected_Strength";
    public const string ChoiceProbability = "True_Choice_Probability";
    public const string ChoiceRank = "True_Choice_Rank";

    /// <summary>What marks a truth file.</summary>
    public static IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string> { [KindKey] = Kind };

    /// <summary>All columns.</summary>
    public static GroupNode All() => ParquetColumns.Schema(
    [
        ParquetColumns.Number(ParquetColumns.InteractionId, PhysicalType.Int64), ParquetColumns.Number(ExpectedStrength, PhysicalType.Double),
        .. Enumerable.Range(1, Interaction.StrengthClasses).Select(strength => ParquetColumns.Number(ClassProbability(strength), PhysicalType.Double)),
        ParquetColumns.Number(ChoiceProbability, PhysicalType.Double), ParquetColumns.Number(ChoiceRank, PhysicalType.Int32),
    ]);

    /// <summary>P(Strength = 1…5).</summary>
    public static string ClassProbability(int strength) => $"True_P{strength}";
}
