using System.Collections.Concurrent;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>The rating network of a finished model.</summary>
internal sealed class RatingPart
{
    private readonly PredictionTargets _targets;
    private readonly FinishedNetwork _network;

    // what a call works with, kept for the next one: a call may be for a handful of rows
    private readonly ConcurrentBag<RatingTiles> _idle;

    public RatingPart(Layer4Options options, Catalog catalog, NetworkParameters parameters)
        : this(options.Targets, new(NetworkShape.ForRating(options.Rating, catalog), parameters), [])
    {
    }

    private RatingPart(PredictionTargets targets, FinishedNetwork network, ConcurrentBag<RatingTiles> idle) =>
        (_targets, _network, _idle) = (targets, network, idle);

    /// <summary>The network.</summary>
    public FinishedNetwork Network => _network;

    /// <summary>The same for one user alone, with a network of its own.</summary>
    public RatingPart WithOnly(FinishedNetwork network) => new(_targets, network, _idle);

    /// <summary>Strengths and class probabilities, as far as they are asked for.</summary>
    public void Score(ScoringRows rows, Predictions predictions)
    {
        if (!_idle.TryTake(out var tiles))
            tiles = new(_network, new RatingAnswers(_targets).Write);
        tiles.Run(_network, rows, predictions);
        _idle.Add(tiles);
    }
}
