using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning;

/// <summary>
/// Trains Layer 4: mini-batch Adam over shuffled epochs, early stopping on the latest interactions, the best epoch kept.
/// The rating network starts from the additive answer, user + value, and its answers are calibrated; where there is nothing
/// more to learn, that answer is what remains.
/// </summary>
public static class Layer4Trainer
{
    private const string FinishedPrefix = "finished.";

    /// <summary>Trains a model. The same log, options and random stream give the same model bits.</summary>
    /// <param name="log">Interactions; rows without a Strength teach Choice only.</param>
    /// <param name="options">Sizes and training.</param>
    /// <param name="random">Initial parameters, orders and dropouts come from here.</param>
    /// <param name="context">Threads, progress, checkpoints, clock.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">Options are not valid (all violations), or the log has nothing to learn a target from.</exception>
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
        if (log.Count == 0)
            throw new ArgumentException("The log is empty; there is nothing to learn.", nameof(log));
        if (options.LearnsRatings && log.StrengthCount == 0)
            throw new ArgumentException($"None of {log.Count} interactions has a Strength; Strength and Class are learned from those that have. Choice can be learned.", nameof(log));
        var identity = TrainingIdentity.Of(log, options, random);
        var checkpoint = context.Checkpoints?.Load();
        if (checkpoint is not null && checkpoint.Identity != identity)
            throw new CheckpointMismatchException();
        return new Run(log, options, random, context, identity).Train(checkpoint, cancellation);
    }

    private sealed class Run(InteractionLog log, Layer4Options options, RandomStream random, TrainingContext context, string identity)
    {
        private TimeSpan _time;
        private long _samples;

        public TrainingResult Train(TrainingCheckpoint? checkpoint, CancellationToken cancellation)
        {
            var rating = options.LearnsRatings ? Rating(checkpoint, cancellation) : default;
            var choice = options.LearnsChoices ? Choice(checkpoint, rating, cancellation) : default;
            var model = new Layer4Model(
                options, log.Catalog, log.Users,
                new(rating.Parameters, choice.Parameters) { Memory = choice.Parameters is null ? null : ChoiceMemory.Of(log) }, (LogStatistics.Of(log), new(rating.Record, choice.Record)));
            return new(model, _time, _samples);
        }

        private (NetworkParameters? Parameters, TrainingRecord? Record) Rating(TrainingCheckpoint? checkpoint, CancellationToken cancellation)
        {
            if (checkpoint?.Progress.Stage.Rating is { } record)
            {
                var finished = NetworkParameters.OfRating(options.Rating, log.Users.Count, log.Catalog);
                foreach (var tensor in finished.All)
                    checkpoint.Tensors.Single(saved => saved.Name == FinishedPrefix + tensor.Name).Data.CopyTo(tensor.Data, 0);
                return (finished, record);
            }

            var fit = Fit(log.WithStrength(), new RatingKind(options, random), null, []);
            var (parameters, trained) = fit.Run(checkpoint, cancellation);
            Count(fit);
            return ((NetworkParameters)parameters, trained);
        }

        private (ChoiceParameters? Parameters, TrainingRecord? Record) Choice(
            TrainingCheckpoint? checkpoint, (NetworkParameters? Parameters, TrainingRecord? Record) rating, CancellationToken cancellation)
        {
            NamedTensor[] finished = [.. rating.Parameters?.All.Select(tensor => tensor with { Name = FinishedPrefix + tensor.Name }) ?? []];
            var fit = Fit(log, new ChoiceKind(options, random.Split("choice")), rating.Record, finished);
            var (parameters, trained) = fit.Run(checkpoint?.Progress.Stage.Network == PredictionTargets.Choice ? checkpoint : null, cancellation);
            Count(fit);
            return ((ChoiceParameters)parameters, trained);
        }

        private NetworkFit Fit(InteractionLog rows, INetworkKind kind, TrainingRecord? rating, IReadOnlyList<NamedTensor> finished) =>
            new(rows, kind, options, context, (identity, rating, finished));

        private void Count(NetworkFit fit) => (_time, _samples) = (_time + fit.TrainingTime, _samples + fit.SamplesTrained);
    }
}
