namespace PoppyUniverse.Interactions;

/// <summary>
/// Interactions in columns (17 bytes a row, no object a row, 64-bit row numbers), with the catalog and the user ids
/// that give their indices a meaning. Immutable: build one with <see cref="InteractionLogBuilder"/>.
/// </summary>
public sealed class InteractionLog
{
    /// <summary>A log over finished columns, which must not grow any more. Indices are trusted, not checked.</summary>
    /// <exception cref="ArgumentException">The columns have different lengths.</exception>
    public InteractionLog(Catalog catalog, IdMap users, InteractionColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        (Catalog, Users) = (catalog, users);
        (UserIndices, ValueIndices, Strengths, UnixMicroseconds) = columns;
        if (ValueIndices.Count != Count || Strengths.Count != Count || UnixMicroseconds.Count != Count)
            throw new ArgumentException($"Columns have {Count}, {ValueIndices.Count}, {Strengths.Count}, {UnixMicroseconds.Count} rows; expected equal lengths.", nameof(columns));
        for (var c = 0; c < Strengths.ChunkCount; c++)
            StrengthCount += Strengths.Chunk(c).Length - MemoryExtensions.Count(Strengths.Chunk(c), Interaction.MissingStrength);
    }

    /// <summary>The categories.</summary>
    public Catalog Catalog { get; }

    /// <summary>The users; may hold more than occur in this log (a part of a split keeps the whole map).</summary>
    public IdMap Users { get; }

    /// <summary>User index of each row.</summary>
    public Column<int> UserIndices { get; }

    /// <summary>Value index of each row.</summary>
    public Column<int> ValueIndices { get; }

    /// <summary>Strength of each row, 1–5, or <see cref="Interaction.MissingStrength"/>.</summary>
    public Column<byte> Strengths { get; }

    /// <summary>Time of each row, microseconds since 1970-01-01T00:00:00Z.</summary>
    public Column<long> UnixMicroseconds { get; }

    /// <summary>Number of rows.</summary>
    public long Count => UserIndices.Count;

    /// <summary>Number of rows that have a Strength.</summary>
    public long StrengthCount { get; }

    /// <summary>A row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row is outside the log.</exception>
    public Interaction this[long row] => new(UserIndices[row], ValueIndices[row], Strengths[row], UnixMicroseconds[row]);

    /// <summary>The rows with these numbers, in the order given; catalog and users stay the same.</summary>
    public InteractionLog Select(IEnumerable<long> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var columns = new InteractionColumns();
        foreach (var row in rows)
            columns.Append(this[row]);
        return new(Catalog, Users, columns);
    }

    /// <summary>The rows that have a Strength, in order; this log itself when all have.</summary>
    public InteractionLog WithStrength()
    {
        if (StrengthCount == Count)
            return this;
        var columns = new InteractionColumns();
        for (var c = 0; c < Strengths.ChunkCount; c++)
        {
            var strengths = Strengths.Chunk(c);
            for (int start = 0, end; start < strengths.Length; start = end + 1)
            {
                var length = strengths[start..].IndexOf(Interaction.MissingStrength);
                end = length < 0 ? strengths.Length : start + length;
                columns.Append(this, c, start..end);
            }
        }

        return new(Catalog, Users, columns);
    }

    /// <summary>All row numbers, ascending.</summary>
    public IEnumerable<long> Rows()
    {
        for (long row = 0; row < Count; row++)
            yield return row;
    }
}
