using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Training;

/// <summary>Trains a model of the kind that is served on what is in the store.</summary>
internal sealed class Retraining(ServeOptions options, IStore store)
{
    /// <summary>
    /// The interactions of the store up to a number, in order, with a model's catalog; values that the catalog does not have
    /// are left out.
    /// </summary>
    public async Task<InteractionLog> ReadAsync(Catalog catalog, long through, CancellationToken cancellation)
    {
        var builder = new InteractionLogBuilder(catalog);
        await foreach (var row in store.ReadAsync(0, through, cancellation).ConfigureAwait(false))
        {
            if (builder.Accepts(row.Type, row.Value))
                builder.Add(row.User, row.Type, row.Value, row.Strength, row.UnixMicroseconds);
        }

        return builder.Build();
    }

    /// <summary>Whether models of this kind can be trained here.</summary>
    public static bool CanTrain(ITrainedModel like) => like is Layer4Model or Layer3Model;

    /// <summary>A model with the options of another one. The same log gives the same model.</summary>
    /// <exception cref="ArgumentException">The log has nothing to learn a target from.</exception>
    /// <exception cref="TrainingDivergedException">The loss left the finite numbers.</exception>
    public ITrainedModel Train(ITrainedModel like, InteractionLog log, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var context = new TrainingContext { Threads = options.TrainingThreads, Progress = progress };
        var random = RandomStream.FromSeed(options.Seed);
        return like is Layer3Model factors
            ? Layer3Trainer.Train(log, factors.Options, random.Split("layer 3"), context, cancellation).Model
            : Layer4Trainer.Train(log, ((Layer4Model)like).Options, random.Split("layer 4"), context, cancellation).Model;
    }
}
