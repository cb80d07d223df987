using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>
/// What each user has picked, and how often: the part of a choice that no network learns from a handful of rows. Its law is
/// the user's counts, drawn toward popularity by five imagined rows: p = (n_v + 5 q_v) / (n + 5).
/// </summary>
public sealed class ChoiceMemory
{
    /// <summary>Name of the saved <see cref="Starts"/>.</summary>
    public const string StartsName = "choice.memory.starts";

    /// <summary>Name of the saved <see cref="Values"/>.</summary>
    public const string ValuesName = "choice.memory.values";

    /// <summary>Name of the saved <see cref="Counts"/>.</summary>
    public const string CountsName = "choice.memory.counts";

    private const double PriorRows = Baselines.CountBaseline.PriorRows;

    private readonly double[] _popularity;
    private readonly long[] _rows;

    /// <summary>A memory from its parts, as a model file keeps them.</summary>
    /// <param name="starts">(U + 1), where each user's values begin; the last is their number N.</param>
    /// <param name="values">(N), each user's distinct values, ascending.</param>
    /// <param name="counts">(N), picks of each.</param>
    /// <param name="valueCounts">(V), everybody's picks.</param>
    /// <exception cref="ArgumentException">Parts that do not fit together.</exception>
    public ChoiceMemory(long[] starts, long[] values, long[] counts, long[] valueCounts)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(valueCounts);
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != values.Length || counts.Length != values.Length || starts.Zip(starts.Skip(1)).Any(pair => pair.First > pair.Second))
            throw new ArgumentException($"A memory of {values.Length} values and {counts.Length} counts, ending at {(starts.Length == 0 ? 0 : starts[^1])}; expected ascending starts that end with them.", nameof(starts));
        (Starts, Values, Counts) = (starts, values, counts);
        _rows = [.. starts.Zip(starts.Skip(1), (start, end) => counts.AsSpan((int)start, (int)(end - start)).ToArray().Sum())];
        var all = valueCounts.Sum() + (double)valueCounts.Length;
        _popularity = [.. valueCounts.Select(count => (count + 1) / all)];
    }

    /// <summary>(U + 1), where each user's values begin.</summary>
    public long[] Starts { get; }

    /// <summary>(N), each user's distinct values, ascending.</summary>
    public long[] Values { get; }

    /// <summary>(N), picks of each.</summary>
    public long[] Counts { get; }

    /// <summary>What is saved, in order.</summary>
    internal IEnumerable<NamedIntegers> All => [new(StartsName, Starts), new(ValuesName, Values), new(CountsName, Counts)];

    /// <summary>Counts a log.</summary>
    public static ChoiceMemory Of(InteractionLog log) => Of(log, LogStatistics.Of(log).ValueCounts);

    /// <summary>Counts a log whose users are some of those that <paramref name="valueCounts"/> counts.</summary>
    internal static ChoiceMemory Of(InteractionLog log, long[] valueCounts)
    {
        ArgumentNullException.ThrowIfNull(log);
        var ofUsers = new SortedDictionary<int, long>?[log.Users.Count];
        foreach (var row in log.Rows())
        {
            var picks = ofUsers[log.UserIndices[row]] ??= [];
            picks[log.ValueIndices[row]] = picks.GetValueOrDefault(log.ValueIndices[row]) + 1;
        }

        var (starts, values, counts) = (new long[ofUsers.Length + 1], new List<long>(), new List<long>());
        for (var user = 0; user < ofUsers.Length; user++)
        {
            values.AddRange(ofUsers[user]?.Keys.Select(value => (long)value) ?? []);
            counts.AddRange(ofUsers[user]?.Values ?? Enumerable.Empty<long>());
            starts[user + 1] = values.Count;
        }

        return new(starts, [.. values], [.. counts], valueCounts);
    }

    /// <summary>The law's probability of a value for a user, or for <see cref="IdMap.Unknown"/>: popularity.</summary>
    public double Probability(int user, int value)
    {
        if (user == IdMap.Unknown)
            return _popularity[value];
        var (start, end) = ((int)Starts[user], (int)Starts[user + 1]);
        var place = Array.BinarySearch(Values, start, end - start, value);
        return ((place < 0 ? 0 : Counts[place]) + (PriorRows * _popularity[value])) / (_rows[user] + PriorRows);
    }

    /// <summary>
    /// The weight of this law in a mixture with other probabilities that explains what was picked best: expectation and
    /// maximization (Dempster, Laird and Rubin, 1977), 0 to 1.
    /// </summary>
    internal double BestWeight(InteractionLog log, float[] others, ICollective ranks)
    {
        const int Rounds = 50;
        double[] own = ranks.AllGather<double>([.. log.Rows().Select(row => Probability(log.UserIndices[row], log.ValueIndices[row]))]);
        others = ranks.AllGather<float>(others);
        var weight = 0.5;
        for (var round = 0; round < Rounds; round++)
        {
            var sum = 0.0;
            for (var row = 0; row < own.Length; row++)
                sum += weight * own[row] / ((weight * own[row]) + ((1 - weight) * others[row]));
            weight = sum / own.Length;
        }

        return weight;
    }
}
