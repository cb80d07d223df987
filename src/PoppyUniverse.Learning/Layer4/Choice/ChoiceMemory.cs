using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning;

/// <summary>
/// What each user has picked when, and how often: the part of a choice that no network learns from a handful of rows. It has
/// two laws, each drawn toward a coarser one by five imagined rows, p = (n_v + 5 q_v) / (n + 5): the user's counts toward
/// popularity, and the user's counts at a time of day and week (<see cref="DayParts"/>) toward the user's counts at any time.
/// </summary>
public sealed partial class ChoiceMemory
{
    /// <summary>Name of the saved <see cref="KeyStarts"/>.</summary>
    public const string StartsName = "choice.memory.starts";

    /// <summary>Name of the saved <see cref="Keys"/>.</summary>
    public const string KeysName = "choice.memory.keys";

    /// <summary>Name of the saved <see cref="KeyCounts"/>.</summary>
    public const string CountsName = "choice.memory.counts";

    private const double PriorRows = Baselines.CountBaseline.PriorRows;

    private readonly double[] _popularity;
    private readonly long[] _rows; // (U)
    private readonly long[] _partRows; // (U × 12)

    /// <summary>A memory from its parts, as a model file keeps them.</summary>
    /// <param name="keyStarts">(U + 1), where each user's keys begin; the last is their number N.</param>
    /// <param name="keys">(N), part of week and day (0 to 11) · V + value, ascending for each user.</param>
    /// <param name="keyCounts">(N), picks of each.</param>
    /// <param name="valueCounts">(V), everybody's picks.</param>
    /// <exception cref="ArgumentException">Parts that do not fit together.</exception>
    public ChoiceMemory(long[] keyStarts, long[] keys, long[] keyCounts, long[] valueCounts)
    {
        ArgumentNullException.ThrowIfNull(keyStarts);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(keyCounts);
        ArgumentNullException.ThrowIfNull(valueCounts);
        if (keyStarts.Length == 0 || keyStarts[0] != 0 || keyStarts[^1] != keys.Length || keyCounts.Length != keys.Length || keyStarts.Zip(keyStarts.Skip(1)).Any(pair => pair.First > pair.Second))
            throw new ArgumentException($"A memory of {keys.Length} keys and {keyCounts.Length} counts, ending at {(keyStarts.Length == 0 ? 0 : keyStarts[^1])}; expected ascending starts that end with them.", nameof(keyStarts));
        if (Array.Exists(keys, key => key < 0 || key >= (long)valueCounts.Length * DayParts.All))
            throw new ArgumentException($"A key is outside {DayParts.All} × {valueCounts.Length}.", nameof(keys));
        (KeyStarts, Keys, KeyCounts) = (keyStarts, keys, keyCounts);
        var all = valueCounts.Sum() + (double)valueCounts.Length;
        _popularity = [.. valueCounts.Select(count => (count + 1) / all)];
        (_rows, _partRows) = (new long[keyStarts.Length - 1], new long[(keyStarts.Length - 1) * DayParts.All]);
        (Starts, Values, Counts) = AtAnyTime();
    }

    /// <summary>(U + 1), where each user's keys begin.</summary>
    public long[] KeyStarts { get; }

    /// <summary>(N), each user's distinct part of week and day · V + value, ascending.</summary>
    public long[] Keys { get; }

    /// <summary>(N), picks of each key.</summary>
    public long[] KeyCounts { get; }

    /// <summary>(U + 1), where each user's values begin.</summary>
    public long[] Starts { get; }

    /// <summary>Each user's distinct values, ascending.</summary>
    public long[] Values { get; }

    /// <summary>Picks of each value, at any time.</summary>
    public long[] Counts { get; }

    /// <summary>What is saved, in order.</summary>
    internal IEnumerable<NamedIntegers> All => [new(StartsName, KeyStarts), new(KeysName, Keys), new(CountsName, KeyCounts)];

    /// <summary>Counts a log.</summary>
    public static ChoiceMemory Of(InteractionLog log) => Of(log, LogStatistics.Of(log).ValueCounts);

    /// <summary>Counts a log whose users are some of those that <paramref name="valueCounts"/> counts.</summary>
    internal static ChoiceMemory Of(InteractionLog log, long[] valueCounts)
    {
        ArgumentNullException.ThrowIfNull(log);
        var picks = new PickCounts(log, valueCounts.Length);
        return new(picks.Starts, picks.Keys, picks.Counts, valueCounts);
    }

    /// <summary>Part of week and day · V + value.</summary>
    internal static long Key(int value, TimeSlot slot, int values) => ((long)DayParts.Part(slot) * values) + value;

    /// <summary>The probability of a value for a user, whatever the time, or for <see cref="IdMap.Unknown"/>: popularity.</summary>
    public double Probability(int user, int value) => user == IdMap.Unknown
        ? _popularity[value]
        : (Count(Starts, Values, Counts, user, value) + (PriorRows * _popularity[value])) / (_rows[user] + PriorRows);

    /// <summary>The probability of a value for a user at a time, or for <see cref="IdMap.Unknown"/>: popularity.</summary>
    public double Probability(int user, int value, TimeSlot slot) => Now(user, value, slot, Probability(user, value));

    /// <summary>Both laws and the flat one, each in its share.</summary>
    public double Weighted(int user, int value, TimeSlot slot, ChoiceShares shares)
    {
        var ever = Probability(user, value);
        return (shares.Ever * ever) + (shares.Now == 0 ? 0 : shares.Now * Now(user, value, slot, ever)) + (shares.Any / _popularity.Length);
    }

    private double Now(int user, int value, TimeSlot slot, double ever) => user == IdMap.Unknown
        ? _popularity[value]
        : (Count(KeyStarts, Keys, KeyCounts, user, Key(value, slot, _popularity.Length)) + (PriorRows * ever))
            / (_partRows[(user * DayParts.All) + DayParts.Part(slot)] + PriorRows);

    // written out, for it is asked for every value of an answer
    private static long Count(long[] starts, long[] keys, long[] counts, int user, long key)
    {
        var (low, high) = (starts[user], starts[user + 1]);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = keys[middle] < key ? (middle + 1, high) : (low, middle);
        }

        return low < starts[user + 1] && keys[low] == key ? counts[low] : 0;
    }

    // Each user's values whenever they were picked; on the way, the rows of users and of their times.
    private (long[] Starts, long[] Values, long[] Counts) AtAnyTime()
    {
        var (starts, lastUser, sums) = (new long[KeyStarts.Length], new int[_popularity.Length], new long[_popularity.Length]);
        Array.Fill(lastUser, -1);
        for (var user = 0; user < _rows.Length; user++)
        {
            starts[user + 1] = starts[user];
            for (var i = KeyStarts[user]; i < KeyStarts[user + 1]; i++)
            {
                var (part, value) = Math.DivRem(Keys[i], _popularity.Length);
                starts[user + 1] += lastUser[value] == user ? 0 : 1;
                lastUser[value] = user;
                _partRows[(user * DayParts.All) + part] += KeyCounts[i];
                _rows[user] += KeyCounts[i];
            }
        }

        var (values, counts) = (new long[starts[^1]], new long[starts[^1]]);
        Array.Fill(lastUser, -1);
        for (var user = 0; user < _rows.Length; user++)
        {
            var to = (int)starts[user];
            for (var i = KeyStarts[user]; i < KeyStarts[user + 1]; i++)
            {
                var value = Keys[i] % _popularity.Length;
                if (lastUser[value] != user)
                    (lastUser[value], sums[value], values[to++]) = (user, 0, value);
                sums[value] += KeyCounts[i];
            }

            values.AsSpan((int)starts[user]..to).Sort();
            for (var i = starts[user]; i < to; i++)
                counts[i] = sums[values[i]];
        }

        return (starts, values, counts);
    }
}
