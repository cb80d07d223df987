using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Strength and class.</summary>
internal sealed class RatingKind(Layer4Options options, RandomStream random, Ranks ranks) : INetworkKind
{
    private (InteractionLog Log, StrengthBiases Strengths, ClassBiases Classes)? _additive;

    public PredictionTargets Targets => options.Targets & (PredictionTargets.Strength | PredictionTargets.Class);

    public NetworkOptions Options => options.Rating;

    public INetworkParameters Start(InteractionLog train) => StartOf(train);

    public NetworkTraining Open(InteractionLog train, InteractionLog? validation, INetworkParameters start, int threads) => new(
        (train, validation), options.Rating,
        (NetworkShape.ForRating(options.Rating, train.Catalog), start.Network, new RatingHead(Targets, options.Lanes)), (random, threads, ranks));

    public Calibration Calibrate(INetworkParameters best, InteractionLog train, InteractionLog validation, int threads)
    {
        if (!options.Calibrate)
            return Calibration.None;
        var start = StartOf(train);
        return RatingCalibrator.Find(ToModel(best.Network, train), ToModel(start, train), validation, (threads, ranks.Collective));
    }

    public void Apply(Calibration calibration, INetworkParameters parameters, InteractionLog rows) =>
        RatingCalibrator.Apply(calibration, parameters.Network, StartOf(rows));

    // The additive answer takes several passes over the rows, and one log's is asked for again to calibrate.
    private NetworkParameters StartOf(InteractionLog rows)
    {
        if (_additive?.Log != rows)
            _additive = (rows, new(rows, ranks.Collective), new(rows, ranks.Collective));
        return RatingStart.Of(rows, options.Rating, (_additive.Value.Strengths, _additive.Value.Classes), (random.Split("parameters"), ranks));
    }

    private Layer4Model ToModel(NetworkParameters parameters, InteractionLog rows) => new(
        options with { Targets = Targets }, rows.Catalog, rows.Users, new(parameters, null), (ranks.Statistics(rows), new(null, null)));
}
