using System.Buffers.Text;
using System.Runtime.Intrinsics;
using System.Text;
using PoppyUniverse.Interactions;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Simulations.Formats;

/// <summary>
/// Formats simulated rows as CSV: the bytes of <see cref="CsvRowFormatter"/>, made of fragments that are ready (row
/// number, user, category with Strength, date, time), copied as whole words over the slack of the one before. Not
/// thread-safe.
/// </summary>
internal sealed unsafe partial class SimulatedCsvFormatter
{
    private const int Word = 16; // bytes of a fragment with its length in the last
    private const int CategoryBytes = 32; // of a category with Strength; longer ones are copied plainly
    private const int LowNumbers = 10_000;
    private const int LongestNumber = 20;

    private readonly long _firstUserId;
    private readonly byte[][] _categories; // (value × 5): ",Type,Value,Strength,"
    private readonly byte[] _paddedCategories; // the same in 32 bytes each
    private readonly uint[] _four = new uint[LowNumbers];
    private readonly ushort[] _two = new ushort[100];
    private readonly byte[] _high = new byte[2 * LongestNumber];
    private byte[] _users = []; // "id"
    private int _firstUser = -1;
    private long _highNumber = -1;
    private int _highLength;

    public SimulatedCsvFormatter(Catalog catalog, long firstUserId)
    {
        _firstUserId = firstUserId;
        _categories = [.. Enumerable.Range(0, catalog.ValueCount * Interaction.StrengthClasses).Select(i => Category(catalog, i))];
        _paddedCategories = new byte[_categories.Length * CategoryBytes];
        for (var i = 0; i < _categories.Length; i++)
            _categories[i].AsSpan(0, Math.Min(CategoryBytes, _categories[i].Length)).CopyTo(_paddedCategories.AsSpan(i * CategoryBytes));
        MostBytesPerRow = (4 * LongestNumber) + CategoryBytes + _categories.Max(category => category.Length);
        PrepareTimes();
        for (var number = 0; number < LowNumbers; number++)
            _four[number] = (uint)Packed($"{number:0000}");
        for (var number = 0; number < _two.Length; number++)
            _two[number] = (ushort)Packed($"{number:00}");
    }

    /// <summary>No row takes more bytes than this, slack included.</summary>
    public int MostBytesPerRow { get; }

    /// <summary>Formats rows; returns their bytes.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="destination">At least so many times <see cref="MostBytesPerRow"/>.</param>
    public int Format(SimulatedRows rows, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, rows.Count * MostBytesPerRow, nameof(destination));
        if (rows.FirstUser != _firstUser)
        {
            _firstUser = rows.FirstUser;
            _users = new byte[rows.UserCount * Word];
        }

        var users = rows.UserIndices;
        var values = rows.ValueIndices;
        var strengths = rows.Strengths;
        var times = rows.UnixMicroseconds;
        fixed (byte* start = destination)
        {
            var end = start;
            for (var i = 0; i < rows.Count; i++)
            {
                end = WriteNumber(rows.FirstRow + i + 1, end);
                *end++ = (byte)',';
                end = WriteUser(users[i], end);
                end = WriteCategory((values[i] * Interaction.StrengthClasses) + strengths[i] - Interaction.WeakestStrength, end);
                end = WriteTime(times[i], end);
                *end++ = (byte)'\n';
            }

            return (int)(end - start);
        }
    }

    // Numbers that follow each other share all but their last four digits.
    private byte* WriteNumber(long number, byte* end)
    {
        var high = number / LowNumbers;
        if (high == 0)
        {
            Utf8Formatter.TryFormat(number, new Span<byte>(end, LongestNumber), out var length);
            return end + length;
        }

        if (high != _highNumber)
        {
            Utf8Formatter.TryFormat(high, _high, out _highLength);
            _highNumber = high;
        }

        Vector128.Create(_high, 0).Store(end);
        end += _highLength;
        *(uint*)end = _four[number - (high * LowNumbers)];
        return end + sizeof(uint);
    }

    private byte* WriteUser(int user, byte* end)
    {
        var place = (user - _firstUser) * Word;
        if (_users[place + Word - 1] == 0)
        {
            Utf8Formatter.TryFormat(_firstUserId + user, _users.AsSpan(place), out var length);
            _users[place + Word - 1] = (byte)length;
        }

        Vector128.Create(_users, place).Store(end);
        return end + _users[place + Word - 1];
    }

    private byte* WriteCategory(int category, byte* end)
    {
        var text = _categories[category];
        if (text.Length <= CategoryBytes)
            Vector256.Create(_paddedCategories, category * CategoryBytes).Store(end);
        else
            text.CopyTo(new Span<byte>(end, text.Length));
        return end + text.Length;
    }

    private static byte[] Category(Catalog catalog, int i)
    {
        var (value, strength) = (i / Interaction.StrengthClasses, (i % Interaction.StrengthClasses) + Interaction.WeakestStrength);
        return Encoding.UTF8.GetBytes($",{CsvText.Quote(catalog.Types[catalog.TypeOfValue[value]])},{CsvText.Quote(catalog.Values[value])},{strength},");
    }

    // At most eight characters, the first in the lowest byte (as memory has them on all supported machines).
    private static ulong Packed(string text)
    {
        var packed = 0UL;
        for (var i = text.Length - 1; i >= 0; i--)
            packed = (packed << 8) | text[i];
        return packed;
    }
}
