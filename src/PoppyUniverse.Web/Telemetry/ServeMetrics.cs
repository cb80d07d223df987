using System.Diagnostics.Metrics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Recommending;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Live;

namespace PoppyUniverse.Web.Telemetry;

/// <summary>What a server counts beside the durations of its requests.</summary>
internal sealed class ServeMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "PoppyUniverse.Web";

    private static readonly KeyValuePair<string, object?>[] Levels =
        [.. Enum.GetValues<BackOffLevel>().Select(level => new KeyValuePair<string, object?>("level", level.ToString()))];

    private readonly Meter _meter;
    private readonly Counter<long> _recommendations;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _duplicates;
    private readonly Histogram<double> _append;
    private long _lastStored;

    public ServeMetrics(IMeterFactory meters, LiveModel live, TimeProvider clock)
    {
        _meter = meters.Create(MeterName);
        _recommendations = _meter.CreateCounter<long>("poppy.recommendations", description: "Answers, by what they rest on");
        _stored = _meter.CreateCounter<long>("poppy.interactions.stored", description: "Interactions stored");
        _duplicates = _meter.CreateCounter<long>("poppy.interactions.duplicates", description: "Interactions sent again");
        _append = _meter.CreateHistogram<double>("poppy.store.append.duration", "s", "Time until a batch is on the disk");
        _meter.CreateObservableGauge("poppy.model.version", () => live.IsLoaded ? live.Served.Version.Version : 0, description: "Version of the model that answers");
        _meter.CreateObservableGauge("poppy.model.age", () => live.IsLoaded ? Age(live.Served.Version, clock).TotalSeconds : 0, "s", "Time since the model was registered");
        _meter.CreateObservableGauge(
            "poppy.store.lag", () => live.IsLoaded ? Math.Max(0, Volatile.Read(ref _lastStored) - live.Served.Version.TrainedThrough) : 0,
            description: "Interactions that the model has not learned from, counted by their numbers");
    }

    /// <summary>An answer was given.</summary>
    public void Recommended(BackOffLevel level) => _recommendations.Add(1, Levels[(int)level]);

    /// <summary>The store's last number is known.</summary>
    public void Saw(long sequence)
    {
        if (sequence > Volatile.Read(ref _lastStored))
            Volatile.Write(ref _lastStored, sequence);
    }

    /// <summary>A batch was stored.</summary>
    public void Stored(AppendResult result, TimeSpan duration)
    {
        _stored.Add(result.Added);
        _duplicates.Add(result.Duplicates);
        _append.Record(duration.TotalSeconds);
        Saw(result.Sequences.DefaultIfEmpty().Max());
    }

    public void Dispose() => _meter.Dispose();

    private static TimeSpan Age(ModelVersion version, TimeProvider clock) => clock.GetUtcNow() - Timestamp.FromUnixMicroseconds(version.CreatedUnixMicroseconds);
}
