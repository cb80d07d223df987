using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning;

/// <summary>
/// Trains Layer 4: mini-batch Adam over shuffled epochs, early stopping on the latest interactions, the best epoch kept,
/// answers calibrated. Epoch 0, which answers with the mean Strength and the class law for everyone, is a candidate too:
/// where there is nothing to learn, that is what remains.
/// </summary>
public static class Layer4Trainer
{
    /// <summary>Trains a model. The same log, options and random stream give the same model bits.</summary>
    /// <param name="log">Interactions; rows without a Strength are left out.</param>
    /// <param name="options">Sizes and training.</param>
    /// <param name="random">Initial parameters, orders and dropouts come from here.</param>
    /// <param name="context">Threads, progress, checkpoints, clock.</param>
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
        return new Layer4Fit(rated, options, random, context).Run(cancellation);
    }
}
