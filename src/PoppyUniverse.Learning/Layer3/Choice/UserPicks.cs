using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer3;

namespace PoppyUniverse.Learning;

/// <summary>What users picked, in which part of day and week, each pick weighed by its age.</summary>
public sealed class UserPicks
{
    /// <summary>Name of the saved <see cref="Starts"/>.</summary>
    public const string StartsName = "choice.picks.starts";

    /// <summary>Name of the saved <see cref="Keys"/>.</summary>
    public const string KeysName = "choice.picks.keys";

    /// <summary>Name of the saved <see cref="Weights"/>.</summary>
    public const string WeightsName = "choice.picks.weights";

    /// <summary>Picks from their parts, as a model file keeps them.</summary>
    /// <param name="starts">(U + 1), where each user's entries begin; the last is their number N.</param>
    /// <param name="keys">(N), part of week and day (0 to 11) · V + value, ascending for each user.</param>
    /// <param name="weights">(N), weight of the picks of each.</param>
    /// <param name="valueCount">Number of values V.</param>
    /// <exception cref="ArgumentException">Parts that do not fit together.</exception>
    public UserPicks(long[] starts, long[] keys, float[] weights, int valueCount)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(weights);
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != keys.Length || weights.Length != keys.Length || starts.Zip(starts.Skip(1)).Any(pair => pair.First > pair.Second))
            throw new ArgumentException($"{keys.Length} keys and {weights.Length} weights, ending at {(starts.Length == 0 ? 0 : starts[^1])}; expected ascending starts that end with them.", nameof(starts));
        if (Array.Exists(keys, key => key < 0 || key >= (long)valueCount * DayParts.All))
            throw new ArgumentException($"A key is outside {DayParts.All} × {valueCount}.", nameof(keys));
        (Starts, Keys, Weights, ValueCount) = (starts, keys, weights, valueCount);
    }

    /// <summary>(U + 1), where each user's entries begin.</summary>
    public long[] Starts { get; }

    /// <summary>(N), part · V + value.</summary>
    public long[] Keys { get; }

    /// <summary>(N).</summary>
    public float[] Weights { get; }

    /// <summary>Number of values V.</summary>
    public int ValueCount { get; }

    /// <summary>The integers that are saved, in order.</summary>
    internal IEnumerable<NamedIntegers> Integers => [new(StartsName, Starts), new(KeysName, Keys)];

    /// <summary>The floats that are saved.</summary>
    internal NamedTensor WeightTensor => new(WeightsName, [Weights.Length], Weights);

    /// <summary>Number of users U.</summary>
    internal int UserCount => Starts.Length - 1;

    /// <summary>Counts rows.</summary>
    internal static UserPicks Of(IReadOnlyList<Interaction> rows, (int Users, int Values) size, Recency recency)
    {
        var byUser = new GroupedRows([.. rows.Select(row => row.UserIndex)], size.Users);
        var (starts, keys, weights) = (new long[size.Users + 1], new List<long>(), new List<float>());
        for (var user = 0; user < size.Users; user++)
        {
            var (first, end) = byUser.Places(user);
            var own = new (long Key, int Row)[end - first];
            for (var place = first; place < end; place++)
                own[place - first] = (Key(rows[byUser.Order[place]], size.Values), byUser.Order[place]);
            Array.Sort(own);
            foreach (var (key, row) in own)
            {
                if (keys.Count == starts[user] || keys[^1] != key)
                {
                    keys.Add(key);
                    weights.Add(0);
                }

                weights[^1] += recency.Of(rows[row].UnixMicroseconds);
            }

            starts[user + 1] = keys.Count;
        }

        return new(starts, [.. keys], [.. weights], size.Values);
    }

    /// <summary>The picks of each user and value together, whatever the time; ascending.</summary>
    internal (int[] Users, int[] Values, float[] Weights) Pairs()
    {
        var (users, values, weights) = (new List<int>(), new List<int>(), new List<float>());
        for (var user = 0; user < UserCount; user++)
        {
            var (first, count) = ((int)Starts[user], (int)(Starts[user + 1] - Starts[user]));
            var own = new (int Value, int Entry)[count];
            for (var i = 0; i < count; i++)
                own[i] = ((int)(Keys[first + i] % ValueCount), first + i);
            Array.Sort(own);
            for (var i = 0; i < count; i++)
            {
                if (i == 0 || own[i].Value != own[i - 1].Value)
                {
                    users.Add(user);
                    values.Add(own[i].Value);
                    weights.Add(0);
                }

                weights[^1] += Weights[own[i].Entry];
            }
        }

        return ([.. users], [.. values], [.. weights]);
    }

    /// <summary>The entries of a user; none for an unknown one.</summary>
    internal (ReadOnlyMemory<long> Keys, ReadOnlyMemory<float> Weights) EntriesOf(int user)
    {
        if (user == IdMap.Unknown)
            return default;
        var (first, count) = ((int)Starts[user], (int)(Starts[user + 1] - Starts[user]));
        return (Keys.AsMemory(first, count), Weights.AsMemory(first, count));
    }

    private static long Key(Interaction row, int values) => ((long)DayParts.Part(row.Slot) * values) + row.ValueIndex;
}
