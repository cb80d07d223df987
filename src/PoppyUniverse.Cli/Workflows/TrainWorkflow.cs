using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Trains Layer 4 under a progress bar, and saves it.</summary>
internal sealed class TrainWorkflow(ulong seed, int threads, Terminal terminal)
{
    private const PredictionTargets Everything = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice;

    /// <summary>The options that a command line asks for; --target auto leaves <see cref="Layer4Options.Targets"/> to the log.</summary>
    /// <exception cref="UsageException">A target is unknown, or an option out of range.</exception>
    public static Layer4Options Options(string target, int? epochs, int? batch, double? halfLife = null)
    {
        var targets = PredictionTargets.None;
        foreach (var name in target.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            targets |= name switch
            {
                "auto" => Everything,
                "strength" => PredictionTargets.Strength,
                "class" => PredictionTargets.Class,
                "choice" => PredictionTargets.Choice,
                _ => throw new UsageException($"--target names \"{name}\"; expected auto, or some of strength, class, choice."),
            };
        }

        var options = new Layer4Options { Targets = targets };
        options = options with
        {
            Rating = options.Rating with { Epochs = epochs ?? options.Rating.Epochs, BatchSize = batch ?? options.Rating.BatchSize, HalfLifeDays = halfLife ?? options.Rating.HalfLifeDays },
            Choice = options.Choice with { Epochs = epochs ?? options.Choice.Epochs, BatchSize = batch ?? options.Choice.BatchSize, HalfLifeDays = halfLife ?? options.Choice.HalfLifeDays },
        };
        return options.Violations() is { Count: > 0 } violations ? throw new UsageException(string.Join(" ", violations)) : options;
    }

    /// <summary>Trains.</summary>
    /// <exception cref="DataProblemException">The log has no Strength.</exception>
    public TrainingResult Train(
        InteractionLog log, string source, Layer4Options options, (ICheckpointStore Store, TimeSpan Every)? checkpoints, CancellationToken cancellation)
    {
        if (log.StrengthCount == 0 && options.Targets == Everything)
            options = options with { Targets = PredictionTargets.Choice };
        if (log.StrengthCount == 0 && options.Targets != PredictionTargets.Choice)
            throw new DataProblemException($"{source}: none of {log.Count:N0} interactions has a Strength, so strength and class cannot be trained on it. What can be learned is which value a user picks next: --target choice.");
        return terminal.WithProgress(bars =>
        {
            var bar = bars.Add("Training Layer 4", 1, "samples");
            var context = new TrainingContext { Threads = threads, Progress = bar.As<TrainingProgress>(Show), Checkpoints = checkpoints?.Store };
            if (checkpoints is { Every: var every })
                context = context with { CheckpointEvery = every };
            var result = Layer4Trainer.Train(log, options, RandomStream.FromSeed(seed).Split("layer 4"), context, cancellation);
            bar.Finish();
            return result;
        });
    }

    /// <summary>Saves a model and describes the run.</summary>
    public static TrainResult Save(TrainingResult trained, string folder)
    {
        var sha256 = ModelFolder.Save(trained.Model, folder);
        var (model, record, choice) = (trained.Model, trained.Model.Record.Main, trained.Model.Record.Choice);
        string[] targets = [.. Enum.GetValues<PredictionTargets>().Where(target => target != 0 && model.Options.Targets.HasFlag(target)).Select(target => target.ToString().ToLowerInvariant())];
        return new(
            4, targets, record.TrainRows + record.ValidationRows, model.Users.Count, model.Catalog.ValueCount, record.Epochs.Count - 1, record.BestEpoch,
            record.Epochs[record.BestEpoch].ValidationLoss, choice?.Epochs.Count - 1, choice?.BestEpoch, choice?.Epochs[choice.BestEpoch].ValidationLoss, trained.TrainingTime.TotalSeconds, trained.SamplesPerSecond, folder, sha256);
    }

    private static void Show(ProgressBar bar, TrainingProgress progress)
    {
        bar.MoveTo(progress.SamplesDone, progress.SamplesDone, progress.SampleCount);
        bar.Describe($"Training Layer 4, epoch {progress.Epoch} of at most {progress.EpochCount}");
    }
}
