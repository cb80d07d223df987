using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>The choice of a value.</summary>
internal sealed class ChoiceKind(Layer4Options options, RandomStream random, (int Threads, Ranks Ranks) run) : INetworkKind
{
    public PredictionTargets Targets => PredictionTargets.Choice;

    public NetworkOptions Options => options.Choice;

    private Ranks Ranks => run.Ranks;

    public INetworkParameters Start(InteractionLog train, CancellationToken cancellation)
    {
        var (choice, statistics) = (options.Choice, Ranks.Statistics(train));
        var start = ChoiceParameters.Start(choice, statistics, (random.Split("parameters"), Ranks.UserPlace));
        if (!ChoiceTasteStart.IsFor(choice, train.Catalog.ValueCount))
            return start;
        var fit = new ChoiceTasteFit(train, statistics, (ChoiceTasteStart.RankFor(choice), choice.HalfLifeDays, random.Split("tastes")), run);
        // one rank must not stop while others wait for it; they agree to at the first step
        fit.Run(choice.TasteSweeps, Ranks.IsAlone ? cancellation : CancellationToken.None);
        ChoiceTasteStart.Write(fit.Model, fit.Users(), start);
        return start;
    }

    public NetworkTraining Open(InteractionLog train, InteractionLog? validation, INetworkParameters start, int threads)
    {
        var statistics = Ranks.Statistics(train);
        var steps = NetworkTraining.EpochSteps(statistics.Rows, options.Choice);
        var head = new ChoiceHead(options.Choice, (ChoiceParameters)start, statistics, (random, options.Lanes, steps));
        return new((train, validation), options.Choice, (NetworkShape.ForQueries(options.Choice), start.Network, head), (random, threads, Ranks));
    }

    // its start knows only what habits do not tell, and is worth more with the memory than alone
    public bool ComparesStart(InteractionLog train) => options.Calibrate && ChoiceTasteStart.IsFor(options.Choice, train.Catalog.ValueCount);

    public (Calibration Calibration, double Loss) Calibrate(INetworkParameters parameters, InteractionLog train, InteractionLog validation, int threads)
    {
        if (!options.Calibrate)
            return (Calibration.None, 0);
        var statistics = Ranks.Statistics(train);
        var network = new Layer4Model(
            options with { Targets = PredictionTargets.Choice }, train.Catalog, train.Users, new(null, (ChoiceParameters)parameters), (statistics, new(null, null)));
        var probabilities = PredictionBuffer.Of(network, validation, threads).ChoiceProbabilities;
        var (shares, loss) = ChoiceMemory.Of(train, statistics.ValueCounts).BestShares(validation, probabilities, Ranks.Collective);
        return (Calibration.None with { Memory = shares.Ever, TimedMemory = shares.Now, AnyValue = shares.Any }, loss);
    }

    public void Apply(Calibration calibration, INetworkParameters parameters, InteractionLog rows)
    {
        // the mixture is made when the model answers
    }
}
