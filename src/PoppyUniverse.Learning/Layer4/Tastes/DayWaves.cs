using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>What tastes may follow over the day: 1, √2 cos and √2 sin of the hour, of which each has a mean square of 1.</summary>
internal static class DayWaves
{
    /// <summary>Number of entries: a level and a wave.</summary>
    public const int Count = 3;

    private static readonly double[] OfHours = Draw();

    /// <summary>(3) at an hour.</summary>
    public static ReadOnlySpan<double> At(int hour) => OfHours.AsSpan(hour * Count, Count);

    private static double[] Draw()
    {
        var waves = new double[TimeSlot.Hours * Count];
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            var (sin, cos) = PortableMath.SinCosTurns((double)hour / TimeSlot.Hours);
            (waves[hour * Count], waves[(hour * Count) + 1], waves[(hour * Count) + 2]) = (1, Math.Sqrt(2) * cos, Math.Sqrt(2) * sin);
        }

        return waves;
    }
}
