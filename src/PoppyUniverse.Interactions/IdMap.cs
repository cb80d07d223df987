using System.Globalization;

namespace PoppyUniverse.Interactions;

/// <summary>
/// The only bridge between the users' ids (what the outside calls them) and indices (dense, zero-based, ours).
/// Ids are all integers (indices in numeric order) or all strings (indices in ordinal order), so a map depends on the
/// set of ids alone. Immutable; look-up is a binary search, memory one long or one string an id.
/// </summary>
public sealed class IdMap
{
    /// <summary>The index of an id that the map does not hold: -1.</summary>
    public const int Unknown = -1;

    private readonly long[]? _integers;
    private readonly string[]? _strings;

    private IdMap(long[]? integers, string[]? strings) => (_integers, _strings) = (integers, strings);

    /// <summary>Number of ids.</summary>
    public int Count => _integers?.Length ?? _strings!.Length;

    /// <summary>Whether the ids are non-negative 64-bit integers.</summary>
    public bool AreIntegers => _integers is not null;

    /// <summary>The id of an index, as text.</summary>
    public string this[int index] =>
        _integers is null ? _strings![index] : _integers[index].ToString(CultureInfo.InvariantCulture);

    /// <summary>The integer id of an index.</summary>
    /// <exception cref="InvalidOperationException">The ids are strings.</exception>
    public long IntegerAt(int index) =>
        _integers is null ? throw new InvalidOperationException("The ids of this map are strings.") : _integers[index];

    /// <summary>A map of integer ids.</summary>
    /// <exception cref="ArgumentException">An id is negative or occurs twice.</exception>
    public static IdMap OfIntegers(IEnumerable<long> ids)
    {
        long[] sorted = [.. ids.Order()];
        if (sorted is [< 0, ..])
            throw new ArgumentException($"Integer ids are non-negative; got {sorted[0]}.", nameof(ids));
        return new(Distinct(sorted), null);
    }

    /// <summary>A map of string ids.</summary>
    /// <exception cref="ArgumentException">An id is empty or occurs twice.</exception>
    public static IdMap OfStrings(IEnumerable<string> ids)
    {
        string[] sorted = [.. ids.Order(StringComparer.Ordinal)];
        if (sorted is ["", ..])
            throw new ArgumentException("An id is empty.", nameof(ids));
        return new(null, Distinct(sorted));
    }

    /// <summary>The integer ids first, first + 1, … of a simulation.</summary>
    public static IdMap Range(long first, int count) => OfIntegers(Enumerable.Range(0, count).Select(i => first + i));

    /// <summary>The ids of some consecutive indices; they get indices from 0.</summary>
    public IdMap Slice(int first, int count) => new(_integers?.AsSpan(first, count).ToArray(), _strings?.AsSpan(first, count).ToArray());

    /// <summary>
    /// The index of an id written as text, or <see cref="Unknown"/>. Integer ids are known by their plain form only:
    /// "7" is not "007".
    /// </summary>
    public int IndexOf(ReadOnlySpan<char> id)
    {
        if (_integers is not null)
            return TryParseInteger(id, out var integer) ? IndexOf(integer) : Unknown;
        int low = 0, high = _strings!.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = id.SequenceCompareTo(_strings[middle]);
            if (order == 0)
                return middle;
            (low, high) = order > 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return Unknown;
    }

    /// <summary>The index of an integer id, or <see cref="Unknown"/>.</summary>
    public int IndexOf(long id)
    {
        if (_integers is null)
            return IndexOf(id.ToString(CultureInfo.InvariantCulture));
        var index = Array.BinarySearch(_integers, id);
        return index >= 0 ? index : Unknown;
    }

    /// <summary>Whether a text is a non-negative 64-bit integer in its plain form: digits, no sign, no leading zero.</summary>
    public static bool TryParseInteger(ReadOnlySpan<char> text, out long id)
    {
        id = 0;
        return !(text is ['0', _, ..])
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
    }

    private static T[] Distinct<T>(T[] sorted)
        where T : IEquatable<T>
    {
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Equals(sorted[i - 1]))
                throw new ArgumentException($"The id '{sorted[i]}' occurs twice.");
        }

        return sorted;
    }
}
