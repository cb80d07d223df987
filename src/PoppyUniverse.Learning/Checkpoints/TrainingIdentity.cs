using System.Globalization;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>Tells training runs apart.</summary>
internal static class TrainingIdentity
{
    // another number whenever the state of a run is laid out anew
    private const int Layout = 2;

    private const ulong Basis = 0xCBF29CE484222325; // FNV-1a, over words

    /// <summary>
    /// A text that differs when the log, the options or the random stream do, and not with the number of ranks: each lane's
    /// rows are hashed in their order, then the lanes in theirs.
    /// </summary>
    public static string Of(InteractionLog log, Layer4Options options, RandomStream random, Ranks ranks)
    {
        var lanes = new ulong[ranks.OwnLanes];
        lanes.AsSpan().Fill(Basis);
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            ReadOnlySpan<int> users = log.UserIndices.Chunk(c), values = log.ValueIndices.Chunk(c);
            var strengths = log.Strengths.Chunk(c);
            var times = log.UnixMicroseconds.Chunk(c);
            for (var i = 0; i < users.Length; i++)
            {
                var (lane, index) = ranks.Of(users[i]);
                Mix(ref lanes[lane], ((ulong)(uint)index << 32) | (uint)values[i]);
                Mix(ref lanes[lane], ((ulong)times[i] << 3) | strengths[i]);
            }
        }

        var hash = Basis;
        Mix(ref hash, Layout);
        Mix(ref hash, (ulong)log.Catalog.ValueCount);
        Mix(ref hash, (ulong)ranks.Plan.Users);
        foreach (var lane in ranks.OfAllLanes<ulong>(lanes))
            Mix(ref hash, lane);
        var words = random.Words(0);
        Mix(ref hash, ((ulong)words.X0 << 32) | words.X1);
        return string.Create(CultureInfo.InvariantCulture, $"{hash:x16} {ranks.Sum(log.Count)[0]} {Text(options.Rating)} {Text(options.Choice)} {options with { Rating = new(), Choice = new() }}");
    }

    private static void Mix(ref ulong hash, ulong word) => hash = (hash ^ word) * 0x100000001B3;

    // a record prints a list by its type only
    private static string Text(NetworkOptions options) => $"{options with { Hidden = [] }} {string.Join('-', options.Hidden)}";
}
