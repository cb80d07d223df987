using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>The rating network of a finished model.</summary>
internal sealed class RatingPart
{
    private readonly Layer4Options _options;
    private readonly FinishedNetwork _network;

    public RatingPart(Layer4Options options, Catalog catalog, NetworkParameters parameters)
    {
        _options = options;
        _network = new(NetworkShape.ForRating(options.Rating, catalog), parameters);
    }

    /// <summary>Strengths and class probabilities, as far as they are asked for.</summary>
    public void Score(ScoringRows rows, Predictions predictions)
    {
        var (tiles, loss) = (new ScoringTiles(_network), new RatingLoss(_options.Targets));
        while (tiles.Next(rows))
            Write(tiles, loss, predictions);
    }

    private unsafe void Write(ScoringTiles tiles, RatingLoss loss, Predictions predictions)
    {
        const int Classes = Interaction.StrengthClasses;
        loss.Softmax(tiles.Outputs, tiles.Count);
        for (var i = 0; i < tiles.Count; i++)
        {
            var (row, expected) = (tiles.First + i, tiles.Outputs[i * _network.Shape.OutputWidth]);
            if (_options.Targets.HasFlag(PredictionTargets.Class))
            {
                var mean = 0f;
                for (var c = 0; c < Classes; c++)
                {
                    var probability = loss.Probabilities[(c * TileForward.Rows) + i];
                    mean = MathF.FusedMultiplyAdd(c + 1, probability, mean);
                    if (!predictions.ClassProbabilities.IsEmpty)
                        predictions.ClassProbabilities[(row * Classes) + c] = probability;
                }

                if (!_options.Targets.HasFlag(PredictionTargets.Strength))
                    expected = mean;
            }

            if (!predictions.ExpectedStrengths.IsEmpty)
                predictions.ExpectedStrengths[row] = Math.Clamp(expected, Interaction.WeakestStrength, Interaction.StrongestStrength);
        }
    }
}
