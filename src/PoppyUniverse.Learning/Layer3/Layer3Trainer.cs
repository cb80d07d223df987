using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer3;

namespace PoppyUniverse.Learning;

/// <summary>
/// Trains Layer 3: alternating least squares, its size, strictness and number of sweeps chosen on the latest interactions,
/// then fitted to all. Where there is nothing to learn, the mean and the popularity remain. Fast enough to need no
/// checkpoints: the context's are not used.
/// </summary>
public static class Layer3Trainer
{
    /// <summary>Trains a model. The same log, options and random stream give the same model bits.</summary>
    /// <param name="log">Interactions; rows without a Strength teach Choice only.</param>
    /// <param name="options">Sizes and training.</param>
    /// <param name="random">The values' first vectors come from here.</param>
    /// <param name="context">Threads, progress, clock.</param>
    /// <param name="cancellation">Stops within a sweep.</param>
    /// <exception cref="ArgumentException">Options are not valid (all violations), or the log has nothing to learn a target from.</exception>
    public static Layer3Result Train(
        InteractionLog log, Layer3Options options, RandomStream random, TrainingContext context, CancellationToken cancellation = default)
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
        var clock = new TrainingClock(context, SweepsAtMost(options), log.Count);
        var rating = options.LearnsRatings ? new RatingFit(log, options, random.Split("rating"), clock).Run(cancellation) : default;
        var choice = options.LearnsChoices ? new ChoiceFit(log, options, random.Split("choice"), clock).Run(cancellation) : default;
        var model = new Layer3Model(
            options, log.Catalog, log.Users, (rating.Factors, choice.Factors), (LogStatistics.Of(log), new(rating.Record, choice.Record)));
        return new(model, clock.Time, clock.Samples);
    }

    private static int SweepsAtMost(Layer3Options options) =>
        (options.LearnsRatings ? (options.Rating.Candidates.Count + 1) * options.Rating.Sweeps : 0)
        + (options.LearnsChoices ? (options.Choice.Candidates.Count + 1) * options.Choice.Sweeps : 0);
}
