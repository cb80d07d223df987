namespace PoppyUniverse.Learning;

/// <summary>Length of each field's embedding vector, 1 to 256 each.</summary>
public sealed record EmbeddingSizes
{
    /// <summary>User. Default 16.</summary>
    public int User { get; init; } = 16;

    /// <summary>Category type. Default 4.</summary>
    public int Type { get; init; } = 4;

    /// <summary>Category value. Default 8.</summary>
    public int Value { get; init; } = 8;

    /// <summary>Hour of day. Default 4.</summary>
    public int Hour { get; init; } = 4;

    /// <summary>Day of week. Default 4.</summary>
    public int Day { get; init; } = 4;

    /// <summary>Sum of all: the input width of the first layer.</summary>
    internal int Sum => User + Type + Value + Hour + Day;
}
