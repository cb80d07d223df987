using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Live;

namespace PoppyUniverse.Web.Training;

/// <summary>Trains in the background, one training at a time, and lets the new model answer when it is done.</summary>
internal sealed partial class TrainingService(Retraining retraining, IStore store, LiveModel live, ModelVersions versions, ILogger<TrainingService> log) : IHostedService, IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _stop;
    private Task _work = Task.CompletedTask;

    /// <summary>How it goes.</summary>
    public TrainingFeed Feed { get; } = new();

    // as whoever follows the feed sees it: who was told that a training is done may ask for the next one
    private bool IsUnderWay => Feed.Latest.State == TrainingState.Running;

    /// <summary>Begins; says why not, when it cannot.</summary>
    public async Task<string?> StartTrainingAsync(CancellationToken cancellation)
    {
        var served = live.Served;
        if (!Retraining.CanTrain(served.Model))
            return $"The model that is served, {served.Model.Name}, is not trained here; train it with poppy train.";
        var summary = await store.SummaryAsync(cancellation).ConfigureAwait(false);
        if (summary.Rows == 0)
            return "The store has no interactions to learn from. Send some to POST /api/interactions first.";
        lock (_lock)
        {
            if (IsUnderWay)
                return "A training is under way already; GET /api/training tells how it goes.";
            _stop?.Dispose();
            var stop = _stop = new();
            Feed.Start(new(TrainingState.Running, summary.Rows));
            _work = Task.Run(() => RunAsync(served, summary, stop.Token), CancellationToken.None);
        }

        return null;
    }

    /// <summary>Stops a training under way; false when there is none.</summary>
    public bool Cancel()
    {
        lock (_lock)
        {
            if (!IsUnderWay)
                return false;
            _stop!.Cancel();
            return true;
        }
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        Cancel();
        return _work.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop?.Dispose();

    private async Task RunAsync(ServedModel served, StoreSummary summary, CancellationToken cancellation)
    {
        try
        {
            var rows = await retraining.ReadAsync(served.Model.Catalog, summary.LastSequence, cancellation).ConfigureAwait(false);
            // a thread of its own: training computes for seconds or hours, and the pool is for requests
            var model = await Task.Factory.StartNew(
                () => retraining.Train(served.Model, rows, new Reporter(Feed, rows.Count), cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            var version = await versions.AddTrainedAsync(model, summary.LastSequence, cancellation).ConfigureAwait(false);
            Feed.Set(Feed.Latest with { State = TrainingState.Done, Version = version.Version }, isEpoch: false);
            LogDone(log, version.Version, version.Rows);
        }
        catch (OperationCanceledException)
        {
            Feed.Set(Feed.Latest with { State = TrainingState.Cancelled }, isEpoch: false);
        }
        catch (Exception failure)
        {
            // what can be done about it is in the message of these; others say nothing to people
            var problem = failure is ArgumentException or TrainingDivergedException ? failure.Message : failure is StoreException ? "The store cannot be read or written." : "Unexpected failure; the server's log says more.";
            Feed.Set(Feed.Latest with { State = TrainingState.Failed, Problem = problem }, isEpoch: false);
            LogFailed(log, failure);
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Model version {Version} learned from {Rows} interactions and answers now")]
    private static partial void LogDone(ILogger log, long version, long rows);

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "Training failed; the old model goes on answering")]
    private static partial void LogFailed(ILogger log, Exception failure);

    private sealed class Reporter(TrainingFeed feed, long rows) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => feed.Set(
            feed.Latest with
            {
                Rows = rows, Epoch = value.Epoch, Epochs = value.EpochCount, SamplesDone = value.SamplesDone, SampleCount = value.SampleCount,
                TrainLoss = value.LastEpoch is { } ended ? ended.TrainLoss : feed.Latest.TrainLoss, ValidationLoss = value.LastEpoch is { } last ? last.ValidationLoss : feed.Latest.ValidationLoss,
            },
            isEpoch: value.LastEpoch is not null);
    }
}
