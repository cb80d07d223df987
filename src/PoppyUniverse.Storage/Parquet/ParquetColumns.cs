using ParquetSharp;
using ParquetSharp.Schema;

namespace PoppyUniverse.Storage.Parquet;

/// <summary>The columns of Parquet files; no cell is ever missing.</summary>
internal static class ParquetColumns
{
    public const string InteractionId = "Interaction_ID";
    public const string Timestamp = "Timestamp";

    /// <summary>Those of interactions, in the order of CSV.</summary>
    public static GroupNode Interactions()
    {
        using var text = LogicalType.String();
        using var time = LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros);
        return Schema(
            Number(InteractionId, PhysicalType.Int64), Number("User_ID", PhysicalType.Int64),
            Node("Category_Type", text, PhysicalType.ByteArray), Node("Category_Value", text, PhysicalType.ByteArray),
            Number("Strength", PhysicalType.Int32), Node(Timestamp, time, PhysicalType.Int64));
    }

    /// <summary>A file of these columns.</summary>
    public static GroupNode Schema(params IReadOnlyList<Node> columns) => new("schema", Repetition.Required, columns);

    /// <summary>A column of plain numbers.</summary>
    public static Node Number(string name, PhysicalType type)
    {
        using var none = LogicalType.None();
        return Node(name, none, type);
    }

    private static PrimitiveNode Node(string name, LogicalType logical, PhysicalType physical) => new(name, Repetition.Required, logical, physical);
}
