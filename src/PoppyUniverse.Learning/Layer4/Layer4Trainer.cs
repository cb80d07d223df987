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
        if (options.Violations() is { Count: > 0 } violations)
            throw new ArgumentException(string.Join(" ", violations), nameof(options));
        return Train(LogShare.Whole(log, options.Lanes), options, random, context, cancellation)!;
    }

    /// <summary>
    /// Trains a model on a log that several processes share; all of them call this. The model is the one that a single
    /// process would train, bit for bit: users' rows stay with their rank, and of all else gradients are added in order of lanes.
    /// </summary>
    /// <param name="share">This rank's users and rows.</param>
    /// <param name="options">Sizes and training; the lanes are those of the share's plan.</param>
    /// <param name="random">Initial parameters, orders and dropouts come from here.</param>
    /// <param name="context">Threads, clock; progress and checkpoints, of which those of rank 0 are asked.</param>
    /// <param name="cancellation">Stops between steps, on all ranks when on one.</param>
    /// <returns>On rank 0 the result; null on the others.</returns>
    /// <exception cref="ArgumentException">Options are not valid (all violations), there are more ranks than lanes, or the log has nothing to learn a target from.</exception>
    /// <exception cref="TrainingDivergedException">The loss left the finite numbers; the last checkpoint stays.</exception>
    /// <exception cref="CheckpointMismatchException">The checkpoint to go on with is of another run.</exception>
    public static TrainingResult? Train(
        LogShare share, Layer4Options options, RandomStream random, TrainingContext context, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (options.Violations() is { Count: > 0 } violations)
            throw new ArgumentException(string.Join(" ", violations), nameof(options));
        if (share.Plan.Lanes != options.Lanes || share.Ranks.Size > options.Lanes)
            throw new ArgumentException($"{share.Ranks.Size} ranks and a plan of {share.Plan.Lanes} lanes; expected {options.Lanes} lanes, and no more ranks than that.", nameof(share));
        var ranks = new Ranks(share.Ranks, share.Plan);
        var rows = ranks.Sum(share.Own.Count, share.Own.StrengthCount);
        if (rows[0] == 0)
            throw new ArgumentException("The log is empty; there is nothing to learn.", nameof(share));
        if (options.LearnsRatings && rows[1] == 0)
            throw new ArgumentException($"None of {rows[0]} interactions has a Strength; Strength and Class are learned from those that have. Choice can be learned.", nameof(share));
        var identity = TrainingIdentity.Of(share.Own, options, random, ranks);
        var checkpoint = SharedCheckpoint.Load(context.Checkpoints, share.Ranks);
        if (checkpoint is not null && checkpoint.Identity != identity)
            throw new CheckpointMismatchException();
        return new Run((share, ranks), options, random, context, identity).Train(checkpoint, cancellation);
    }

    private sealed class Run((LogShare Log, Ranks Ranks) share, Layer4Options options, RandomStream random, TrainingContext context, string identity)
    {
        private readonly InteractionLog _log = share.Log.Own;
        private TimeSpan _time;
        private long _samples;

        public TrainingResult? Train(TrainingCheckpoint? checkpoint, CancellationToken cancellation)
        {
            var rating = options.LearnsRatings ? Rating(checkpoint, cancellation) : default;
            var choice = options.LearnsChoices ? Choice(checkpoint, rating, cancellation) : default;
            var whole = new WholeModel(share.Log, share.Ranks, options);
            var parameters = whole.Parameters(rating.Parameters, choice.Parameters);
            var statistics = whole.Statistics();
            if (share.Log.Ranks.Rank != 0)
                return null;
            var model = new Layer4Model(options, _log.Catalog, share.Log.AllUsers, parameters, (statistics, new(rating.Record, choice.Record)));
            return new(model, _time, _samples);
        }

        private (NetworkParameters? Parameters, TrainingRecord? Record) Rating(TrainingCheckpoint? checkpoint, CancellationToken cancellation)
        {
            if (checkpoint?.Progress.Stage.Rating is { } record)
            {
                var finished = NetworkParameters.OfRating(options.Rating, _log.Users.Count, _log.Catalog);
                WholeParameters.TakeOwn(finished, name => checkpoint[FinishedPrefix + name], share.Ranks);
                return (finished, record);
            }

            var fit = Fit(_log.WithStrength(), new RatingKind(options, random, (context.Threads, share.Ranks)), null, []);
            var (parameters, trained) = fit.Run(checkpoint, cancellation);
            Count(fit);
            return ((NetworkParameters)parameters, trained);
        }

        private (ChoiceParameters? Parameters, TrainingRecord? Record) Choice(
            TrainingCheckpoint? checkpoint, (NetworkParameters? Parameters, TrainingRecord? Record) rating, CancellationToken cancellation)
        {
            NamedTensor[] finished = rating.Parameters is null ? [] : [.. WholeParameters.Of(rating.Parameters, share.Ranks).Select(tensor => tensor with { Name = FinishedPrefix + tensor.Name })];
            var fit = Fit(_log, new ChoiceKind(options, random.Split("choice"), (context.Threads, share.Ranks)), rating.Record, finished);
            var (parameters, trained) = fit.Run(checkpoint?.Progress.Stage.Network == PredictionTargets.Choice ? checkpoint : null, cancellation);
            Count(fit);
            return ((ChoiceParameters)parameters, trained);
        }

        private NetworkFit Fit(InteractionLog rows, INetworkKind kind, TrainingRecord? rating, IReadOnlyList<NamedTensor> finished) =>
            new((rows, share.Ranks), kind, options, context, (identity, rating, finished));

        private void Count(NetworkFit fit) => (_time, _samples) = (_time + fit.TrainingTime, _samples + fit.SamplesTrained);
    }
}
