using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PoppyUniverse.Learning.Embeddings;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Live;

namespace PoppyUniverse.Web.Pages.Insight;

/// <summary>What the pages show beyond single answers, computed in the background and kept until it is out of date.</summary>
internal sealed class Insights : IDisposable
{
    private readonly IStore _store;
    private readonly LiveModel _live;
    private readonly ServeOptions _options;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<long, RunBeside?> _runs = [];

    public Insights(IStore store, LiveModel live, ServeOptions options, ILogger<Insights> log)
    {
        (_store, _live, _options) = (store, live, options);
        (Stored, Learnable, RunQuality, StoreQuality) = (new(_turn, log), new(_turn, log), new(_turn, log), new(_turn, log));
        (ChoiceMap, StrengthMap) = (new(_turn, log), new(_turn, log));
    }

    /// <summary>The latest part of the store.</summary>
    public Computation<StoredLog> Stored { get; }

    /// <summary>Whether there is something to learn.</summary>
    public Computation<Learnable> Learnable { get; }

    /// <summary>How good the model was in the run it comes from.</summary>
    public Computation<MeasuredQuality> RunQuality { get; }

    /// <summary>How good it is on what came since.</summary>
    public Computation<MeasuredQuality> StoreQuality { get; }

    /// <summary>The map of what users pick; null inside when the model does not learn it.</summary>
    public Computation<EmbeddingMap> ChoiceMap { get; }

    /// <summary>The map of what users like.</summary>
    public Computation<EmbeddingMap> StrengthMap { get; }

    /// <summary>The run that the model comes from; null when there is none beside it.</summary>
    public RunBeside? RunOf(ServedModel served) => _runs.GetOrAdd(served.Version.Version, _ => RunBeside.Find(served.Version));

    /// <summary>Brings up to date what Overview shows.</summary>
    public void LookAtData(long lastSequence)
    {
        var served = _live.Served;
        var key = Key(served, lastSequence);
        Stored.Ensure(key, (progress, cancellation) => ReadAsync(served, lastSequence, progress, cancellation));
        Learnable.Ensure(key, async (progress, cancellation) =>
        {
            if (await ReadAsync(served, lastSequence, progress, cancellation).ConfigureAwait(false) is { Log.Count: >= Insight.Learnable.FewestRows } stored)
                return Insight.Learnable.Of(stored.IsWhole ? "the store" : $"the store’s latest {stored.Log.Count:N0} interactions", stored.Log, progress, cancellation);
            return RunOf(served) is { } run && await run.ReadLogAsync(served.Model.Catalog, cancellation).ConfigureAwait(false) is { } log
                ? Insight.Learnable.Of("the log that the model comes from", log, progress, cancellation)
                : new("", null);
        });
    }

    /// <summary>Brings up to date what Quality shows.</summary>
    public void LookAtQuality(long lastSequence)
    {
        var served = _live.Served;
        if (RunOf(served) is { } run)
            RunQuality.Ensure(Key(served, 0), async (_, cancellation) => MeasuredQuality.OfRun(run, served.Model, await run.ReadLogAsync(served.Model.Catalog, cancellation).ConfigureAwait(false)));
        StoreQuality.Ensure(Key(served, lastSequence), async (progress, cancellation) =>
            MeasuredQuality.OfStore(await ReadAsync(served, lastSequence, progress, cancellation).ConfigureAwait(false), served.Model, _options.Seed, progress, cancellation));
    }

    /// <summary>Brings a map up to date; false when the model does not learn it.</summary>
    public bool LookAtMap(bool ofChoice)
    {
        var served = _live.Served;
        if ((ofChoice ? SharedSpace.OfChoice(served.Model) : SharedSpace.OfStrength(served.Model)) is not { } space)
            return false;
        (ofChoice ? ChoiceMap : StrengthMap).Ensure(Key(served, 0), (_, _) => Task.FromResult(EmbeddingMap.Of(space, served.Model.Statistics)));
        return true;
    }

    public void Dispose() => _turn.Dispose();

    private Task<StoredLog> ReadAsync(ServedModel served, long lastSequence, IProgress<double> progress, CancellationToken cancellation) =>
        StoredLog.ReadAsync(_store, lastSequence, (served.Model, served.Version.TrainedThrough), progress, cancellation);

    private static (long Version, long Sequence) Key(ServedModel served, long lastSequence) => (served.Version.Version, lastSequence);
}
