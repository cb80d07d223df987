using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>The choice network of a finished model.</summary>
internal sealed class ChoicePart
{
    private readonly ChoiceParameters _parameters;
    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly ValueVectors _vectors;

    public ChoicePart(ChoiceNetworkOptions options, ChoiceParameters parameters)
    {
        _parameters = parameters;
        _shape = NetworkShape.ForQueries(options);
        _weights = new(_shape);
        ParameterTransfer.Load(parameters.Queries, _shape, _weights);
        _vectors = new(parameters.ValueBias.Data.Length, options.VectorSize);
        _vectors.Load(parameters);
    }

    /// <summary>
    /// The probability of each row's value among all values; an unknown value has none. Rows of one user and hour that
    /// follow each other share the sum over all values.
    /// </summary>
    public unsafe void Score(ScoringRows rows, Span<float> probabilities)
    {
        var (contexts, contextOfRow) = Contexts(rows);
        ScoringRows asked = new([.. contexts.Select(row => row.User)], new int[contexts.Count], [.. contexts.Select(row => row.Slot)]);
        var (tiles, softmax) = (new ScoringTiles(_shape, _weights, _parameters.Queries), new ChoiceSoftmax(_vectors));
        var row = 0;
        while (tiles.Next(asked))
        {
            softmax.Run(tiles.Outputs, tiles.Count);
            for (; row < rows.Count && contextOfRow[row] < tiles.First + tiles.Count; row++)
            {
                var (query, value) = (contextOfRow[row] - tiles.First, rows.ValueIndices[row]);
                if (value >= _vectors.Values)
                    throw new ArgumentOutOfRangeException(nameof(rows), value, $"The value index is outside the model's {_vectors.Values}; unknown is {IdMap.Unknown}.");
                probabilities[row] = value == IdMap.Unknown ? 0 : (float)Math.Min(1, PortableMath.Exp(softmax.Logit(tiles.Outputs, query, value) - softmax.LogSums[query]));
            }
        }
    }

    private static (List<(int User, TimeSlot Slot)> Contexts, int[] ContextOfRow) Contexts(ScoringRows rows)
    {
        var (contexts, contextOfRow) = (new List<(int User, TimeSlot Slot)>(), new int[rows.Count]);
        for (var row = 0; row < rows.Count; row++)
        {
            var context = (rows.UserIndices[row], rows.Slots[row]);
            if (row == 0 || contexts[^1] != context)
                contexts.Add(context);
            contextOfRow[row] = contexts.Count - 1;
        }

        return (contexts, contextOfRow);
    }
}
