namespace PoppyUniverse.Interactions;

/// <summary>The four columns of a log, growing together.</summary>
internal sealed record InteractionColumns(
    Column<int> UserIndices, Column<int> ValueIndices, Column<byte> Strengths, Column<long> UnixMicroseconds)
{
    public InteractionColumns()
        : this(new(), new(), new(), new())
    {
    }

    public void Append(Interaction row)
    {
        UserIndices.Append(row.UserIndex);
        ValueIndices.Append(row.ValueIndex);
        Strengths.Append(row.Strength);
        UnixMicroseconds.Append(row.UnixMicroseconds);
    }
}
