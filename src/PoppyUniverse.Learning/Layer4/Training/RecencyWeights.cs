using System.Runtime.CompilerServices;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Weights of training rows by age: 0.1 + 2^(−age ÷ half-life), in 64 levels of an eighth of the half-life, scaled to a
/// mean of 1. The age counts from the latest row.
/// </summary>
internal sealed class RecencyWeights
{
    private const int LevelsPerHalfLife = 8;
    private const double Floor = 0.1;

    private readonly long _latest;
    private readonly double _microsecondsPerLevel;
    private readonly float[] _weights = new float[PackedRow.Levels];

    /// <summary>Weights for a log, of which each rank has a part; all 1 when the half-life is 0.</summary>
    public RecencyWeights(InteractionLog log, double halfLifeDays, ICollective ranks)
    {
        Array.Fill(_weights, 1f);
        if (halfLifeDays <= 0)
            return;
        _microsecondsPerLevel = halfLifeDays * TimeSlot.MicrosecondsPerDay / LevelsPerHalfLife;
        var latest = long.MinValue;
        ForEachTime(log, time => latest = Math.Max(latest, time));
        _latest = ranks.AllGather<long>([latest]).Max();
        var rows = new long[PackedRow.Levels];
        ForEachTime(log, time => rows[LevelOf(time)]++);
        rows = ranks.Sum(rows);
        var (all, sum) = (rows.Sum(), 0.0);
        for (var level = 0; level < rows.Length; level++)
            sum += rows[level] * Raw(level);
        for (var level = 0; level < rows.Length && all > 0; level++)
            _weights[level] = (float)(Raw(level) / (sum / all));

        static double Raw(int level) => Floor + PortableMath.Exp(-PortableMath.Log(2) * level / LevelsPerHalfLife);
    }

    /// <summary>The level of a row's age.</summary>
    public int LevelOf(long unixMicroseconds) =>
        _microsecondsPerLevel <= 0 ? 0 : (int)Math.Clamp((_latest - unixMicroseconds) / _microsecondsPerLevel, 0, PackedRow.Levels - 1);

    /// <summary>The weight of a row of a time.</summary>
    public float Of(long unixMicroseconds) => _weights[LevelOf(unixMicroseconds)];

    /// <summary>The weight of each row of a tile, times a factor.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // its factor would live in memory, amid a caller's many variables
    public void Write(ReadOnlySpan<PackedRow> rows, float factor, Span<float> to)
    {
        for (var i = 0; i < rows.Length; i++)
            to[i] = _weights[rows[i].Level] * factor;
    }

    private static void ForEachTime(InteractionLog log, Action<long> use)
    {
        for (var c = 0; c < log.UnixMicroseconds.ChunkCount; c++)
        {
            foreach (var time in log.UnixMicroseconds.Chunk(c))
                use(time);
        }
    }
}
