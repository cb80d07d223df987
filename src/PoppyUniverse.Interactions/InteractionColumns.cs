namespace PoppyUniverse.Interactions;

/// <summary>The four columns of a log, growing together.</summary>
/// <param name="UserIndices">User index of each row.</param>
/// <param name="ValueIndices">Value index of each row.</param>
/// <param name="Strengths">Strength of each row, 1–5, or <see cref="Interaction.MissingStrength"/>.</param>
/// <param name="UnixMicroseconds">Time of each row.</param>
public sealed record InteractionColumns(
    Column<int> UserIndices, Column<int> ValueIndices, Column<byte> Strengths, Column<long> UnixMicroseconds)
{
    /// <summary>Four empty columns.</summary>
    public InteractionColumns()
        : this(new(), new(), new(), new())
    {
    }

    /// <summary>Adds some rows of a chunk of a log.</summary>
    internal void Append(InteractionLog log, int chunk, Range rows)
    {
        UserIndices.Append(log.UserIndices.Chunk(chunk)[rows]);
        ValueIndices.Append(log.ValueIndices.Chunk(chunk)[rows]);
        Strengths.Append(log.Strengths.Chunk(chunk)[rows]);
        UnixMicroseconds.Append(log.UnixMicroseconds.Chunk(chunk)[rows]);
    }

    /// <summary>Adds a row.</summary>
    public void Append(Interaction row)
    {
        UserIndices.Append(row.UserIndex);
        ValueIndices.Append(row.ValueIndex);
        Strengths.Append(row.Strength);
        UnixMicroseconds.Append(row.UnixMicroseconds);
    }
}
