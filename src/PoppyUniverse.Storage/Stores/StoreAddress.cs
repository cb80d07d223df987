using Microsoft.Data.Sqlite;
using Npgsql;

namespace PoppyUniverse.Storage.Stores;

/// <summary>Opens the store that an address means: sqlite:FILE, postgres:CONNECTION STRING or postgresql://user:password@host/database.</summary>
public static class StoreAddress
{
    /// <summary>What is expected, for messages.</summary>
    public const string Expected = "sqlite:FILE, postgres:Host=…;Database=…;Username=…;Password=… or postgresql://USER:PASSWORD@HOST:PORT/DATABASE";

    private const string Sqlite = "sqlite:";
    private const string Postgres = "postgres:";
    private const int PostgresPort = 5432;

    /// <summary>The store of an address, not yet connected.</summary>
    /// <exception cref="FormatException">No such address; the message shows nothing of a password.</exception>
    public static IStore Open(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase) && address.Length > Sqlite.Length)
            return new SqliteStore(address[Sqlite.Length..]);
        if (IsUri(address))
            return new PostgresStore(FromUri(address));
        if (address.StartsWith(Postgres, StringComparison.OrdinalIgnoreCase) && address.Length > Postgres.Length)
            return new PostgresStore(FromConnectionString(address[Postgres.Length..]));
        throw new FormatException($"The store's address begins with \"{address[..Math.Min(address.Length, Postgres.Length)]}\"; expected {Expected}.");
    }

    private static bool IsUri(string address) =>
        address.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder FromConnectionString(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new FormatException($"The PostgreSQL connection string cannot be read; expected {Expected}.", error);
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.AbsolutePath.Length < 2)
            throw new FormatException($"The PostgreSQL address cannot be read; expected {Expected}.");
        var login = uri.UserInfo.Split(':', 2);
        var builder = FromConnectionString(Uri.UnescapeDataString(uri.Query.TrimStart('?').Replace('&', ';')));
        (builder.Host, builder.Port, builder.Database) = (uri.Host, uri.IsDefaultPort || uri.Port < 0 ? PostgresPort : uri.Port, Uri.UnescapeDataString(uri.AbsolutePath[1..]));
        if (login[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(login[0]);
        if (login.Length > 1)
            builder.Password = Uri.UnescapeDataString(login[1]);
        return builder;
    }

    /// <summary>An address that can be shown: the file, or host and database.</summary>
    internal static string NameOf(SqliteConnectionStringBuilder connection) => Sqlite + connection.DataSource;

    /// <inheritdoc cref="NameOf(SqliteConnectionStringBuilder)"/>
    internal static string NameOf(NpgsqlConnectionStringBuilder connection) => $"{Postgres}{connection.Database ?? connection.Username}@{connection.Host}:{connection.Port}";
}
