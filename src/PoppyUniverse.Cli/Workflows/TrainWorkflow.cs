using System.Diagnostics;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Models;

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
        var targets = request.Targets(log.Count, log.StrengthCount, source);
        var name = $"Training Layer {request.Layer}";
        return terminal.WithProgress(bars =>
        {
            var clock = Stopwatch.StartNew();
            var bar = bars.Add(name, 1, "samples");
            var context = new TrainingContext { Threads = threads, Progress = bar.As<TrainingProgress>((self, at) => Show(self, at, name, request.Layer)), Checkpoints = checkpoints?.Store };
            if (checkpoints is { Every: var every })
                context = context with { CheckpointEvery = every };
            var random = RandomStream.FromSeed(seed).Split($"layer {request.Layer}");
            var trained = request.Layer == 3
                ? TrainedModel.Of(Layer3Trainer.Train(log, request.Layer3() with { Targets = targets }, random, context, cancellation))
                : TrainedModel.Of(Layer4Trainer.Train(log, request.Layer4() with { Targets = targets }, random, context, cancellation));
            bar.Finish();
            return trained with { WholeTime = clock.Elapsed };
        });
    }

    /// <summary>Trains several layers on one log, one after the other.</summary>
    public IReadOnlyList<TrainedModel> Train(InteractionLog log, string source, IEnumerable<int> layers, CancellationToken cancellation) =>
        [.. layers.Select(layer => Train(log, source, new TrainRequest(layer), null, cancellation))];

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
