using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The training rows of one lane, brought into a new random order each epoch, some of them with unknown ids; values stay
/// when there is no index for the unknown one.
/// </summary>
internal sealed class LaneRows(PackedRow[] rows, int unknownUser, int? unknownValue, RandomStream random)
{
    private readonly PackedRow[] _epoch = new PackedRow[rows.Length];

    public int Count => rows.Length;

    /// <summary>
    /// The rows of an epoch. The order is a shuffle of the log's order; each row loses its user with probability
    /// <paramref name="idDropout"/>, and its value likewise.
    /// </summary>
    public void Start(int epoch, double idDropout)
    {
        var draws = random.Split(epoch);
        rows.CopyTo(_epoch, 0);
        draws.Split("order").Sequence().Shuffle(_epoch.AsSpan());
        foreach (var i in Drops(draws.Split("users"), idDropout))
            _epoch[i] = _epoch[i].WithUser(unknownUser);
        if (unknownValue is not { } unknown)
            return;
        foreach (var i in Drops(draws.Split("values"), idDropout))
            _epoch[i] = _epoch[i].WithValue(unknown);
    }

    /// <summary>The lane's part of step <paramref name="step"/> of <paramref name="steps"/>: equal parts of its rows.</summary>
    public ReadOnlySpan<PackedRow> Part(long step, long steps)
    {
        var (start, end) = (Count * step / steps, Count * (step + 1) / steps);
        return _epoch.AsSpan((int)start, (int)(end - start));
    }

    // Positions that a coin of this probability would pick, by the gaps between them (geometric law).
    private IEnumerable<int> Drops(RandomStream stream, double probability)
    {
        if (probability <= 0)
            yield break;
        var draws = stream.Sequence();
        var logMiss = PortableMath.Log(1 - probability);
        for (var position = -1.0; ;)
        {
            position += 1 + Math.Floor(PortableMath.Log(draws.NextDouble()) / logMiss);
            if (position >= Count)
                yield break;
            yield return (int)position;
        }
    }
}
