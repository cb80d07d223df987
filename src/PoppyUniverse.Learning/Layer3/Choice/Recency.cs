using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>Weight of a pick by its age: 0.1 + 0.9 · 2^(−age ÷ half-life); 1 for all when the half-life is 0.</summary>
/// <param name="HalfLifeDays">Half-life.</param>
/// <param name="NewestUnixMicroseconds">Where ages count from; what is later has age 0.</param>
internal readonly record struct Recency(double HalfLifeDays, long NewestUnixMicroseconds)
{
    private const double Floor = 0.1;
    private const double Ln2 = 0.6931471805599453;

    public float Of(long unixMicroseconds)
    {
        if (HalfLifeDays <= 0)
            return 1;
        var age = Math.Max(0, NewestUnixMicroseconds - unixMicroseconds) / (HalfLifeDays * TimeSlot.MicrosecondsPerDay);
        return (float)(Floor + ((1 - Floor) * PortableMath.Exp(-Ln2 * age)));
    }
}
