using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>The law of days and hours.</summary>
internal sealed class ClockLaw
{
    private const int FirstDayHour = 6;
    private const int FirstNightHour = 18;

    public ClockLaw(SimulationProfile profile)
    {
        var clock = profile.Clock;
        Days = new(DayWeights(profile));
        FirstDay = Timestamp.ToUnixMicroseconds(new(profile.AsOf.UtcDateTime.Date, TimeSpan.Zero)) - (Days.Count * TimeSlot.MicrosecondsPerDay);
        HourWeights = [Weights(clock, 0), Weights(clock, 1), Weights(clock, -1)];
        Hours = [.. HourWeights.Select(weights => new DiscreteTable(weights))];
        Chronotypes = clock.ChronotypeContrast > 0 ? [Chronotype.Lark, Chronotype.Owl] : [Chronotype.Average];
    }

    /// <summary>The chronotypes that users have.</summary>
    public Chronotype[] Chronotypes { get; }

    /// <summary>Whole days, from the oldest to the last one before the as-of moment's.</summary>
    public DiscreteTable Days { get; }

    /// <summary>Midnight at the start of the oldest day.</summary>
    public long FirstDay { get; }

    /// <summary>Weights of the 24 hours, for each chronotype; each adds up to 1.</summary>
    public double[][] HourWeights { get; }

    /// <summary>The same, to draw from.</summary>
    public DiscreteTable[] Hours { get; }

    // The exponential law in steps of a day, what lies beyond the cap on the oldest, times the weekday.
    private static double[] DayWeights(SimulationProfile profile)
    {
        var weights = new double[profile.Recency.CapDays + 1];
        for (var ago = 0; ago < weights.Length; ago++)
        {
            var atLeast = PortableMath.Exp(-ago / profile.Recency.MeanDays);
            var beyond = ago + 1 < weights.Length ? PortableMath.Exp(-(ago + 1) / profile.Recency.MeanDays) : 0;
            var weekday = ((int)profile.AsOf.UtcDateTime.Date.AddDays(-1 - ago).DayOfWeek + 6) % TimeSlot.Days;
            weights[^(ago + 1)] = (atLeast - beyond) * profile.Clock.WeekdayWeights[weekday];
        }

        return weights;
    }

    /// <summary>
    /// Hour weights leaning to the day (+1) or the night (−1). The lean is measured so that day and night move by equal
    /// probability: averaged over both chronotypes every hour keeps its weight.
    /// </summary>
    private static double[] Weights(ClockOptions clock, int lean)
    {
        var sum = clock.HourWeights.Sum();
        var day = clock.HourWeights.Skip(FirstDayHour).Take(FirstNightHour - FirstDayHour).Sum() / sum;
        var night = 1 - day;
        var shift = lean * clock.ChronotypeContrast * Math.Min(day, night);
        return [.. clock.HourWeights.Select((weight, hour) =>
        {
            var (part, sign) = hour is >= FirstDayHour and < FirstNightHour ? (day, 1) : (night, -1);
            return weight / sum * (part > 0 ? 1 + (sign * shift / part) : 1);
        })];
    }
}
