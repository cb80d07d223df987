namespace PoppyUniverse.Storage.Csv;

/// <summary>The columns of a log, and the names they go by; case, spaces and underscores do not matter.</summary>
internal static class InteractionColumn
{
    /// <summary>The notebook's names, in its order, as written.</summary>
    public static readonly string[] Written =
        ["Interaction_ID", "User_ID", "Category_Type", "Category_Value", "Strength", "Timestamp"];

    public const int User = 0;
    public const int Type = 1;
    public const int Value = 2;
    public const int Strength = 3;
    public const int Time = 4;

    /// <summary>The name of each column in messages.</summary>
    public static readonly string[] Names = ["User_ID", "Category_Type", "Category_Value", "Strength", "Timestamp"];

    private static readonly string[][] Aliases =
    [
        ["userid", "user"],
        ["categorytype", "type"],
        ["categoryvalue", "value", "category", "item", "itemid"],
        ["strength", "rating", "stars"],
        ["timestamp", "time", "datetime", "date"],
    ];

    /// <summary>Which column a header name means, or -1.</summary>
    public static int Meaning(string header)
    {
        var plain = Plain(header);
        return Array.FindIndex(Aliases, aliases => aliases.Contains(plain));
    }

    /// <summary>Whether a header name belongs to a truth file, which no model may see.</summary>
    public static bool IsTruth(string header) => Plain(header).StartsWith("true", StringComparison.Ordinal) && header.Contains('_');

    private static string Plain(string header) =>
        string.Concat(header.Where(character => character is not ('_' or ' ' or '-'))).ToLowerInvariant();
}
