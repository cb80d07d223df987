namespace PoppyUniverse.Storage.Stores;

/// <summary>The words in which two databases differ.</summary>
/// <param name="Bytes">Type of a column of bytes.</param>
/// <param name="SequenceKey">Type of the interactions' key.</param>
internal sealed record Dialect(string Bytes, string SequenceKey)
{
    public static readonly Dialect Sqlite = new("BLOB", "INTEGER PRIMARY KEY");

    public static readonly Dialect Postgres = new("BYTEA", "BIGINT PRIMARY KEY");
}
