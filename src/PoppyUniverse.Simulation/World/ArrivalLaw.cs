using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>When interactions happen.</summary>
internal sealed class ArrivalLaw
{
    private const long MicrosecondsPerMinute = 60_000_000;
    private const int FirstDayHour = 6;
    private const int FirstNightHour = 18;

    private readonly ClockMode _mode;
    private readonly long _asOf;
    private readonly double _meanMicroseconds;
    private readonly double _capMicroseconds;
    private readonly CumulativeTable[] _hours; // all, larks, owls
    private readonly CumulativeTable _days;
    private readonly long _lastMidnight;

    public ArrivalLaw(SimulationProfile profile)
    {
        _mode = profile.Clock.Mode;
        _asOf = Timestamp.ToUnixMicroseconds(profile.AsOf);
        _meanMicroseconds = profile.Recency.MeanDays * TimeSlot.MicrosecondsPerDay;
        _capMicroseconds = (double)profile.Recency.CapDays * TimeSlot.MicrosecondsPerDay;
        _lastMidnight = Timestamp.ToUnixMicroseconds(new(profile.AsOf.UtcDateTime.Date, TimeSpan.Zero));
        _days = new(DayWeights(profile));
        _hours = [Hours(profile.Clock, 0), Hours(profile.Clock, 1), Hours(profile.Clock, -1)];
    }

    /// <summary>
    /// The time of an interaction from its draws: <paramref name="ofDay"/> gives hour and minute, <paramref name="ago"/>
    /// the days back (and, where the clock is true, the place inside the hour).
    /// </summary>
    public long Draw(Chronotype chronotype, double ofDay, double ago)
    {
        if (_mode == ClockMode.Subtract)
        {
            var days = Math.Min(-_meanMicroseconds * PortableMath.Log(ago), _capMicroseconds);
            var hour = _hours[0].Draw(ofDay, out var ofHour);
            return _asOf - (long)days - (hour * TimeSlot.MicrosecondsPerHour) - ((long)(ofHour * 60) * MicrosecondsPerMinute);
        }

        var day = _days.Draw(ago, out var rest);
        var clockHour = _hours[(int)chronotype].Draw(ofDay);
        return _lastMidnight - ((day + 1) * TimeSlot.MicrosecondsPerDay)
            + (clockHour * TimeSlot.MicrosecondsPerHour) + (long)(rest * TimeSlot.MicrosecondsPerHour);
    }

    // Whole days before the last midnight: the exponential law in steps of a day, the cap's rest on the last, times the weekday.
    private static double[] DayWeights(SimulationProfile profile)
    {
        var weights = new double[profile.Recency.CapDays + 1];
        for (var d = 0; d < weights.Length; d++)
        {
            var atLeast = PortableMath.Exp(-d / profile.Recency.MeanDays);
            var beyond = d + 1 < weights.Length ? PortableMath.Exp(-(d + 1) / profile.Recency.MeanDays) : 0;
            var weekday = ((int)profile.AsOf.UtcDateTime.Date.AddDays(-1 - d).DayOfWeek + 6) % TimeSlot.Days;
            weights[d] = (atLeast - beyond) * profile.Clock.WeekdayWeights[weekday];
        }

        return weights;
    }

    /// <summary>
    /// Hour weights leaning to the day (+1) or the night (−1). The lean is measured so that day and night move by equal
    /// probability: averaged over both chronotypes every hour keeps its weight.
    /// </summary>
    private static CumulativeTable Hours(ClockOptions clock, int lean)
    {
        var sum = clock.HourWeights.Sum();
        var day = clock.HourWeights.Skip(FirstDayHour).Take(FirstNightHour - FirstDayHour).Sum() / sum;
        var night = 1 - day;
        var shift = lean * clock.ChronotypeContrast * Math.Min(day, night);
        return new([.. clock.HourWeights.Select((weight, hour) =>
        {
            var (part, sign) = hour is >= FirstDayHour and < FirstNightHour ? (day, 1) : (night, -1);
            return part > 0 ? weight * (1 + (sign * shift / part)) : weight;
        })]);
    }
}
