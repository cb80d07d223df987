using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Bench;

/// <summary>The training that is measured: the default rating network on a million simulated rows, over some lanes and ranks.</summary>
internal sealed class RankTraining(InteractionLog log, int batch, int lanes, ICollective ranks)
{
    /// <summary>Rows of the log.</summary>
    public const int Rows = 1_000_000;

    // where it starts is not measured; the first epoch touches new memory and the first steps run code that is not yet optimized, which weighs less among many
    private readonly Layer4Options _options = new()
    {
        Rating = new() { BatchSize = batch, Epochs = batch > 8192 ? 16 : 4, TasteSweeps = 1 }, ValidationFraction = 0, Refit = false, Lanes = lanes,
    };

    private readonly LogShare _share = LogShare.Of(log, lanes, ranks);

    /// <summary>Steps of a run.</summary>
    public double Steps => _options.Rating.Epochs * Math.Ceiling(Rows / (double)batch);

    /// <summary>Stargazers.</summary>
    public static InteractionLog Log(int users) => new Simulator(BuiltInProfiles.Stargazers with { Users = users, Interactions = Rows }, 1).ToLog();

    /// <summary>Trains; null on ranks other than 0.</summary>
    public TrainingResult? Run(int threads) => Layer4Trainer.Train(_share, _options, RandomStream.FromSeed(1), new() { Threads = threads });

    /// <summary>Trains on one rank; microseconds of a step.</summary>
    public double Step(int threads) => Run(threads)!.TrainingTime.TotalMicroseconds / Steps;
}
