using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>The choice of a value.</summary>
internal sealed class ChoiceKind(Layer4Options options, RandomStream random, Ranks ranks) : INetworkKind
{
    public PredictionTargets Targets => PredictionTargets.Choice;

    public NetworkOptions Options => options.Choice;

    public INetworkParameters Start(InteractionLog train, CancellationToken cancellation) => ChoiceParameters.Start(options.Choice, ranks.Statistics(train), (random.Split("parameters"), ranks.UserPlace));

    public NetworkTraining Open(InteractionLog train, InteractionLog? validation, INetworkParameters start, int threads)
    {
        var statistics = ranks.Statistics(train);
        var steps = NetworkTraining.EpochSteps(statistics.Rows, options.Choice);
        var head = new ChoiceHead(options.Choice, (ChoiceParameters)start, statistics, (random, options.Lanes, steps));
        return new((train, validation), options.Choice, (NetworkShape.ForQueries(options.Choice), start.Network, head), (random, threads, ranks));
    }

    public Calibration Calibrate(INetworkParameters best, InteractionLog train, InteractionLog validation, int threads)
    {
        if (!options.Calibrate)
            return Calibration.None;
        var statistics = ranks.Statistics(train);
        var network = new Layer4Model(
            options with { Targets = PredictionTargets.Choice }, train.Catalog, train.Users, new(null, (ChoiceParameters)best), (statistics, new(null, null)));
        var probabilities = PredictionBuffer.Of(network, validation, threads).ChoiceProbabilities;
        var (ever, now) = ChoiceMemory.Of(train, statistics.ValueCounts).BestWeights(validation, probabilities, ranks.Collective);
        return Calibration.None with { Memory = ever, TimedMemory = now };
    }

    public void Apply(Calibration calibration, INetworkParameters parameters, InteractionLog rows)
    {
        // the mixture is made when the model answers
    }
}
