using System.Numerics;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The order in which lanes' gradients are added: neighbors first, then their sums, as a binary tree. A worker adds up what
/// lies in its range of lanes by itself, while it is still near; what remains is a handful. With other ranks all remains,
/// because they are told of each lane.
/// </summary>
internal sealed class LaneSums
{
    private readonly List<(int First, int Second, int End)> _additions = [];
    private readonly (int To, int From)[][] _ofWorkers;
    private readonly (int To, int From)[] _remaining;

    public LaneSums(Ranks ranks, LaneWorkers workers)
        : this(ranks.Plan.Lanes, ranks.IsAlone ? [.. Enumerable.Range(0, workers.Count).Select(workers.LanesOf)] : [])
    {
    }

    /// <summary>Sums over so many lanes, of which workers have these ranges.</summary>
    public LaneSums(int lanes, IReadOnlyList<(int First, int End)> workers)
    {
        Plan(0, lanes);
        _ofWorkers = [.. workers.Select(worker => Pick(addition => Lies(addition, worker)))];
        _remaining = Pick(addition => !workers.Any(worker => Lies(addition, worker)));

        static bool Lies((int First, int Second, int End) addition, (int First, int End) range) => addition.First >= range.First && addition.End <= range.End;
    }

    /// <summary>What a worker adds, in order: to a lane's sums those of another.</summary>
    public (int To, int From)[] OfWorker(int worker) => _ofWorkers.Length == 0 ? [] : _ofWorkers[worker];

    /// <summary>What is then left to add, in order; all ends up with lane 0.</summary>
    public ReadOnlySpan<(int To, int From)> Remaining => _remaining;

    private void Plan(int first, int end)
    {
        if (end - first < 2)
            return;
        var second = first + ((int)BitOperations.RoundUpToPowerOf2((uint)(end - first)) / 2);
        Plan(first, second);
        Plan(second, end);
        _additions.Add((first, second, end));
    }

    private (int To, int From)[] Pick(Func<(int First, int Second, int End), bool> isMine) =>
        [.. _additions.Where(isMine).Select(addition => (addition.First, addition.Second))];
}
