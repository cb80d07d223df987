using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Pages.Insight;

/// <summary>The latest part of the store, as a log in the catalog of a model.</summary>
/// <param name="Log">Its rows, in order of their numbers.</param>
/// <param name="Unseen">Rows at the end that the model has not learned from.</param>
/// <param name="IsWhole">Whether that is all there is in the store.</param>
/// <param name="Summary">What is in it; null when it is empty.</param>
internal sealed record StoredLog(InteractionLog Log, long Unseen, bool IsWhole, LogSummary? Summary)
{
    /// <summary>The most rows that are looked at.</summary>
    public const int MostRows = 500_000;

    private const int RowsAtATime = 4_096;

    /// <summary>Rows that the model learned from.</summary>
    public InteractionLog Seen => Log.Select(Log.Rows().Take((int)(Log.Count - Unseen)));

    /// <summary>Rows that it has not learned from.</summary>
    public InteractionLog New => Log.Select(Log.Rows().Skip((int)(Log.Count - Unseen)));

    /// <summary>Reads it. Rows of values that the model does not know are left out.</summary>
    /// <param name="store">The store.</param>
    /// <param name="lastSequence">The number of its last row.</param>
    /// <param name="model">The model, and the last number it learned from.</param>
    /// <param name="progress">Told the share that is read.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static async Task<StoredLog> ReadAsync(IStore store, long lastSequence, (IRecommender Model, long TrainedThrough) model, IProgress<double> progress, CancellationToken cancellation)
    {
        var (builder, unseen, first) = (new InteractionLogBuilder(model.Model.Catalog), 0L, Math.Max(0, lastSequence - MostRows));
        await foreach (var row in store.ReadAsync(first, lastSequence, cancellation).ConfigureAwait(false))
        {
            if (!builder.Accepts(row.Type, row.Value))
                continue;
            builder.Add(row.User, row.Type, row.Value, row.Strength, row.UnixMicroseconds);
            unseen += row.Sequence > model.TrainedThrough ? 1 : 0;
            if (builder.Count % RowsAtATime == 0)
                progress.Report((row.Sequence - first) / (double)(lastSequence - first));
        }

        var log = builder.Build();
        return new(log, unseen, first == 0, log.Count == 0 ? null : LogSummary.Of(log));
    }
}
