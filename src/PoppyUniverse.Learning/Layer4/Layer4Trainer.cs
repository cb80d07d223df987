using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning;

/// <summary>
/// Trains Layer 4: mini-batch Adam over shuffled epochs, early stopping on the latest interactions, the best epoch kept.
/// Epoch 0, which answers with the mean Strength and the class law for everyone, is a candidate too: where there is
/// nothing to learn, that is what remains.
/// </summary>
public static class Layer4Trainer
{
    // Fewer rows than this tell nothing about when to stop.
    private const int FewestValidationRows = 20;

    /// <summary>Trains a model. The same log, options and random stream give the same model bits.</summary>
    /// <param name="log">Interactions; rows without a Strength are left out.</param>
    /// <param name="options">Sizes and training.</param>
    /// <param name="random">Initial parameters, orders and dropouts come from here.</param>
    /// <param name="context">Threads, progress, clock.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">Options are not valid (all violations), or no row has a Strength.</exception>
    /// <exception cref="TrainingDivergedException">The loss left the finite numbers; the last checkpoint stays.</exception>
    /// <exception cref="CheckpointMismatchException">The checkpoint to go on with is of another run.</exception>
    public static TrainingResult Train(
        InteractionLog log, Layer4Options options, RandomStream random, TrainingContext context, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (options.Violations() is { Count: > 0 } violations)
            throw new ArgumentException(string.Join(" ", violations), nameof(options));
        var rated = log.WithStrength();
        if (rated.Count == 0)
            throw new ArgumentException($"None of {log.Count} interactions has a Strength; Layer 4 learns Strength and Class from those that have.", nameof(log));

        var (train, validation) = HoldBack(rated, options.ValidationFraction);
        var identity = TrainingIdentity.Of(log, options, random);
        var checkpoint = context.Checkpoints?.Load();
        if (checkpoint is not null && checkpoint.Identity != identity)
            throw new CheckpointMismatchException();

        var (record, time, samples) = (checkpoint?.Progress.Search, TimeSpan.Zero, 0L);
        var (parameters, learnedFrom) = ((Layer4Parameters?)null, train);
        if (record is null)
        {
            var search = Run((train, validation), options, (random, context), (identity, null, checkpoint), cancellation);
            (parameters, record, time, samples) = (search.Best, search.Record, search.TrainingTime, search.SamplesTrained);
            checkpoint = null;
        }

        if (options.Refit && validation is not null && record.BestEpoch > 0)
        {
            var again = Run((rated, null), options with { Epochs = record.BestEpoch }, (random, context), (identity, record, checkpoint), cancellation);
            (parameters, learnedFrom) = (again.Best, rated);
            (time, samples) = (time + again.TrainingTime, samples + again.SamplesTrained);
        }

        var statistics = LogStatistics.Of(learnedFrom);
        AnswerAsUnknown(parameters!, statistics);
        return new(new(options, log.Catalog, log.Users, parameters!, (statistics, record)), time, samples);
    }

    private static EpochLoop Run(
        (InteractionLog Train, InteractionLog? Validation) rows, Layer4Options options, (RandomStream Random, TrainingContext Context) run,
        (string Identity, TrainingRecord? Search, TrainingCheckpoint? From) checkpoints, CancellationToken cancellation)
    {
        var start = Initial(options, rows.Train, run.Random);
        using var training = new Layer4Training(rows.Train, rows.Validation, options, start, (run.Random, run.Context.Threads));
        var loop = new EpochLoop(training, options, run.Context, start, (checkpoints.Identity, checkpoints.Search));
        loop.Run(checkpoints.From, cancellation);
        return loop;
    }

    private static Layer4Parameters Initial(Layer4Options options, InteractionLog train, RandomStream random)
    {
        var parameters = Layer4Parameters.Initial(options, train.Users.Count, train.Catalog, random.Split("parameters"));
        SetPrior(parameters.OutputBias, LogStatistics.Of(train));
        return parameters;
    }

    private static (InteractionLog Train, InteractionLog? Validation) HoldBack(InteractionLog log, double fraction)
    {
        if (log.Count * fraction < FewestValidationRows)
            return (log, null);
        var split = Split.ByTime(log, 1 - fraction);
        return (split.Train, split.Test);
    }

    // The best answer that knows nothing: mean Strength, and the logarithms of the (smoothed) class law.
    private static void SetPrior(NamedTensor outputBias, LogStatistics statistics)
    {
        outputBias.Data[0] = (float)statistics.MeanStrength;
        double rows = statistics.ClassCounts.Sum() + Interaction.StrengthClasses;
        for (var c = 0; c < Interaction.StrengthClasses; c++)
            outputBias.Data[1 + c] = (float)PortableMath.Log((statistics.ClassCounts[c] + 1) / rows);
    }

    // Rows that were never trained hold random numbers; the unknown row was trained in their place.
    private static void AnswerAsUnknown(Layer4Parameters parameters, LogStatistics statistics)
    {
        for (var user = 0; user < parameters.Users; user++)
        {
            if (statistics.UserCounts[user] == 0)
                CopyLastRow(user, parameters.UserEmbedding, parameters.UserBias);
        }

        for (var value = 0; value < parameters.Values; value++)
        {
            if (statistics.ValueCounts[value] == 0)
                CopyLastRow(value, parameters.ValueEmbedding, parameters.ValueBias);
        }

        static void CopyLastRow(int row, params ReadOnlySpan<NamedTensor> tables)
        {
            foreach (var table in tables)
            {
                var width = table.Shape[1];
                table.Data.AsSpan(^width).CopyTo(table.Data.AsSpan(row * width, width));
            }
        }
    }
}
