using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Strength and class.</summary>
internal sealed class RatingKind(Layer4Options options, RandomStream random, (int Threads, Ranks Ranks) run) : INetworkKind
{
    private (InteractionLog Log, StrengthBiases Strengths, ClassBiases Classes)? _additive;

    private Ranks Ranks => run.Ranks;

    public PredictionTargets Targets => options.Targets & (PredictionTargets.Strength | PredictionTargets.Class);

    public NetworkOptions Options => options.Rating;

    public INetworkParameters Start(InteractionLog train, CancellationToken cancellation)
    {
        var (start, rating, statistics) = (AdditiveOf(train), options.Rating, Ranks.Statistics(train));
        if (!TasteStart.IsFor(rating, train.Catalog) || statistics.StrengthVariance == 0)
            return start;
        var fit = new TasteFit(train, new(train.Catalog.ValueCount, TasteStart.RankFor(rating.Factors), (statistics.MeanStrength, statistics.StrengthVariance), random.Split("tastes")), run);
        // one rank must not stop while others wait for it; they agree to at the first step
        fit.Run(rating.TasteSweeps, Ranks.IsAlone ? cancellation : CancellationToken.None);
        TasteStart.Write(fit.Model, fit.Users(), start);
        return start;
    }

    public NetworkTraining Open(InteractionLog train, InteractionLog? validation, INetworkParameters start, int threads) => new(
        (train, validation), options.Rating,
        (NetworkShape.ForRating(options.Rating, train.Catalog), start.Network, new RatingHead(Targets, options.Lanes)), (random, threads, Ranks));

    // its calibration goes back to the additive answer by itself
    public bool ComparesStart(InteractionLog train) => false;

    public (Calibration Calibration, double Loss) Calibrate(INetworkParameters parameters, InteractionLog train, InteractionLog validation, int threads)
    {
        if (!options.Calibrate)
            return (Calibration.None, 0);
        var start = AdditiveOf(train);
        return (RatingCalibrator.Find(ToModel(parameters.Network, train), ToModel(start, train), validation, (threads, Ranks.Collective)), 0);
    }

    public void Apply(Calibration calibration, INetworkParameters parameters, InteractionLog rows) =>
        RatingCalibrator.Apply(calibration, parameters.Network, AdditiveOf(rows));

    // The additive answer takes several passes over the rows, and one log's is asked for again to calibrate.
    private NetworkParameters AdditiveOf(InteractionLog rows)
    {
        if (_additive?.Log != rows)
            _additive = (rows, new(rows, Ranks.Collective), new(rows, Ranks.Collective));
        return RatingStart.Of(rows, options.Rating, (_additive.Value.Strengths, _additive.Value.Classes), (random.Split("parameters"), Ranks));
    }

    private Layer4Model ToModel(NetworkParameters parameters, InteractionLog rows) => new(
        options with { Targets = Targets }, rows.Catalog, rows.Users, new(parameters, null), (Ranks.Statistics(rows), new(null, null)));
}
