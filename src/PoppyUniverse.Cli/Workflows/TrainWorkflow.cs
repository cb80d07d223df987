using System.Diagnostics;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Models;
using PoppyUniverse.Storage.Sharing;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Trains a layer under a progress bar, and saves it.</summary>
internal sealed class TrainWorkflow(ulong seed, int threads, Terminal terminal)
{
    /// <summary>Trains.</summary>
    /// <param name="log">What to learn from.</param>
    /// <param name="source">Name of the log, for messages.</param>
    /// <param name="request">What to learn.</param>
    /// <param name="checkpoints">Where Layer 4 leaves checkpoints, and how often; null for none.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="UsageException">What is asked is wrong.</exception>
    /// <exception cref="DataProblemException">The log cannot teach it.</exception>
    public TrainedModel Train(
        InteractionLog log, string source, TrainRequest request, (ICheckpointStore Store, TimeSpan Every)? checkpoints, CancellationToken cancellation)
    {
        request.Check();
        return request.Layer == 3
            ? Train(3, null, (context, random) => TrainedModel.Of(Layer3Trainer.Train(log, request.Layer3() with { Targets = request.Targets(log.Count, log.StrengthCount, source) }, random, context, cancellation)))!
            : Train(LogShare.Whole(log, request.Layer4().Lanes), source, request, checkpoints, cancellation)!;
    }

    /// <summary>Trains Layer 4 on a log that ranks share.</summary>
    /// <returns>Null on every rank but 0.</returns>
    /// <inheritdoc cref="Train(InteractionLog, string, TrainRequest, ValueTuple{ICheckpointStore, TimeSpan}?, CancellationToken)"/>
    public TrainedModel? Train(
        LogShare share, string source, TrainRequest request, (ICheckpointStore Store, TimeSpan Every)? checkpoints, CancellationToken cancellation)
    {
        var rows = share.Ranks.Sum([share.Own.Count, share.Own.StrengthCount]);
        var options = request.Layer4() with { Targets = request.Targets(rows[0], rows[1], source) };
        return Train(4, checkpoints, (context, random) => Layer4Trainer.Train(share, options, random, context, cancellation) is { } result ? TrainedModel.Of(result) : null);
    }

    private TrainedModel? Train(int layer, (ICheckpointStore Store, TimeSpan Every)? checkpoints, Func<TrainingContext, RandomStream, TrainedModel?> train)
    {
        var name = $"Training Layer {layer}";
        return terminal.WithProgress(bars =>
        {
            var clock = Stopwatch.StartNew();
            var bar = bars.Add(name, 1, "samples");
            var context = new TrainingContext
            {
                Threads = threads, Progress = bar.As<TrainingProgress>((self, at) => Show(self, at, name, layer)),
                Between = bar.As<string>((self, what) => self.Describe($"{name}: {what}")), Checkpoints = checkpoints?.Store,
            };
            if (checkpoints is { Every: var every })
                context = context with { CheckpointEvery = every };
            var trained = train(context, RandomStream.FromSeed(seed).Split($"layer {layer}"));
            bar.Finish();
            return trained is null ? null : trained with { WholeTime = clock.Elapsed };
        });
    }

    /// <summary>Trains several layers on one log, one after the other.</summary>
    public IReadOnlyList<TrainedModel> Train(InteractionLog log, string source, IEnumerable<int> layers, CancellationToken cancellation) =>
        [.. layers.Select(layer => Train(log, source, new TrainRequest(layer), null, cancellation))];

    /// <summary>Trains several layers for all ranks on a log that each has in whole. They share Layer 4; Layer 3, which is done soon, each trains itself.</summary>
    /// <returns>Each model; its time on rank 0 alone.</returns>
    public IReadOnlyList<(ITrainedModel Model, TimeSpan? Time)> Train(InteractionLog log, string source, IEnumerable<int> layers, ICollective ranks, CancellationToken cancellation)
    {
        return [.. layers.Select(layer => new TrainRequest(layer)).Select(request => request.Layer == 4 && ranks.Size > 1 ? Together(request) : Alone(request))];

        (ITrainedModel, TimeSpan?) Alone(TrainRequest request)
        {
            var trained = Train(log, source, request, null, cancellation);
            return (trained.Model, trained.WholeTime);
        }

        (ITrainedModel, TimeSpan?) Together(TrainRequest request)
        {
            var trained = Train(LogShare.Of(log, request.Layer4().Lanes, ranks), source, request, null, cancellation);
            return (ModelCopies.OnAll(trained?.Model, ranks), trained?.WholeTime);
        }
    }

    /// <summary>Saves a model and describes the run.</summary>
    public static TrainResult Save(TrainedModel trained, string folder)
    {
        var sha256 = ModelFolder.Save(trained.Model, folder);
        var (model, record, choice) = (trained.Model, trained.Main, trained.Choice);
        string[] targets = [.. Enum.GetValues<PredictionTargets>().Where(target => target != 0 && model.Targets.HasFlag(target)).Select(target => target.ToString().ToLowerInvariant())];
        return new(
            trained.Layer, targets, record.TrainRows + record.ValidationRows, model.Users.Count, model.Catalog.ValueCount, record.Epochs.Count - 1, record.BestEpoch,
            record.Epochs[record.BestEpoch].ValidationLoss, choice?.Epochs.Count - 1, choice?.BestEpoch, choice?.Epochs[choice.BestEpoch].ValidationLoss,
            trained.TrainingTime.TotalSeconds, trained.SamplesPerSecond, folder, sha256);
    }

    private static void Show(ProgressBar bar, TrainingProgress progress, string name, int layer)
    {
        bar.MoveTo(progress.SamplesDone, progress.SamplesDone, progress.SampleCount);
        bar.Describe($"{name}, {(layer == 3 ? "sweep" : "epoch")} {progress.Epoch} of at most {progress.EpochCount}");
    }
}
