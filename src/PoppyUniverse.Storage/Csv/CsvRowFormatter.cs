using System.Buffers.Text;
using System.Text;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

/// <summary>
/// Formats interactions as CSV bytes: Interaction_ID, User_ID, Category_Type, Category_Value, Strength, Timestamp
/// (yyyy-MM-dd HH:mm:ss.ffffff, UTC), UTF-8, line feed. Nothing is allocated a row; the names of categories are
/// formatted once. Thread-safe except for what it writes to.
/// </summary>
public sealed class CsvRowFormatter
{
    private const int LongestNumber = 20;
    private const int TimestampLength = 26;

    private readonly byte[][] _categories; // ",Type,Value,"
    private readonly byte[][]? _users;
    private readonly IdMap? _ids;
    private readonly long _firstUserId;

    private CsvRowFormatter(Catalog catalog, IdMap? ids, long firstUserId)
    {
        (_ids, _firstUserId) = (ids, firstUserId);
        _categories = [.. Enumerable.Range(0, catalog.ValueCount).Select(value => Encoding.UTF8.GetBytes(
            $",{CsvText.Quote(catalog.Types[catalog.TypeOfValue[value]])},{CsvText.Quote(catalog.Values[value])},"))];
        if (ids is { AreIntegers: false })
            _users = [.. Enumerable.Range(0, ids.Count).Select(user => Encoding.UTF8.GetBytes(CsvText.Quote(ids[user])))];
        var longestUser = _users is null ? LongestNumber : _users.Max(user => user.Length);
        MostBytesPerRow = LongestNumber + 1 + longestUser + _categories.Max(category => category.Length) + 2 + TimestampLength + 1;
    }

    /// <summary>The header line, with its line feed.</summary>
    public static ReadOnlySpan<byte> Header => "Interaction_ID,User_ID,Category_Type,Category_Value,Strength,Timestamp\n"u8;

    /// <summary>No row takes more bytes than this.</summary>
    public int MostBytesPerRow { get; }

    /// <summary>A formatter for a log.</summary>
    public static CsvRowFormatter For(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new(log.Catalog, log.Users, 0);
    }

    /// <summary>A formatter for users whose id is their index plus a number.</summary>
    public static CsvRowFormatter For(Catalog catalog, long firstUserId) => new(catalog, null, firstUserId);

    /// <summary>Formats one row; returns its bytes.</summary>
    /// <param name="interactionId">Interaction_ID.</param>
    /// <param name="row">The row.</param>
    /// <param name="destination">At least <see cref="MostBytesPerRow"/> long.</param>
    public int Format(long interactionId, Interaction row, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(interactionId, destination, out var length);
        destination[length++] = (byte)',';
        length += FormatUser(row.UserIndex, destination[length..]);
        var category = _categories[row.ValueIndex];
        category.CopyTo(destination[length..]);
        length += category.Length;
        if (row.Strength != Interaction.MissingStrength)
            destination[length++] = (byte)('0' + row.Strength);
        destination[length++] = (byte)',';
        TimestampFormatter.Format(row.UnixMicroseconds, destination.Slice(length, TimestampLength));
        length += TimestampLength;
        destination[length++] = (byte)'\n';
        return length;
    }

    private int FormatUser(int index, Span<byte> destination)
    {
        if (_users is not null)
        {
            _users[index].CopyTo(destination);
            return _users[index].Length;
        }

        Utf8Formatter.TryFormat(_ids?.IntegerAt(index) ?? _firstUserId + index, destination, out var length);
        return length;
    }
}
