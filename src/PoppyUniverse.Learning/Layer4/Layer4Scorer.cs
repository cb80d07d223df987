using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Scores rows tile by tile; rows of one user that follow each other share the user's part.</summary>
internal sealed unsafe class Layer4Scorer(Layer4Shape shape, Layer4Weights weights, Layer4Model model)
{
    private const int Classes = Interaction.StrengthClasses;

    private readonly TileForward _forward = new(shape, weights);
    private readonly OutputLoss _outputs = new(model.Options.Targets);
    private readonly PackedRow[] _tile = new PackedRow[TileForward.Rows];

    public void Score(ScoringRows rows, Predictions predictions)
    {
        for (var start = 0; start < rows.Count; start += TileForward.Rows)
        {
            var count = Math.Min(TileForward.Rows, rows.Count - start);
            var runs = Gather(rows, start, count);
            _forward.Run(_tile.AsSpan(0, count), runs);
            _outputs.Softmax(_forward.Outputs.Pointer, count);
            for (var i = 0; i < count; i++)
                Write(predictions, start + i, i);
        }
    }

    private int Gather(ScoringRows rows, int start, int count)
    {
        var (runs, last) = (0, -2);
        for (var i = 0; i < count; i++)
        {
            var user = Known(rows.UserIndices[start + i], model.Users.Count, "user");
            if (user != last)
            {
                ParameterTransfer.LoadUser(model.Parameters, user, shape, _forward.Users.Slice(runs * shape.UserRow, shape.UserRow));
                runs++;
                last = user;
            }

            _forward.RunOfRow[i] = runs - 1;
            _tile[i] = new(0, Known(rows.ValueIndices[start + i], shape.Values, "value"), rows.Slots[start + i], 0);
        }

        return runs;
    }

    // The last row of a table stands for what is unknown.
    private static int Known(int index, int count, string what) =>
        index == IdMap.Unknown ? count
        : (uint)index < (uint)count ? index
        : throw new ArgumentOutOfRangeException(what, index, $"The {what} index is outside the model's {count}; unknown is {IdMap.Unknown}.");

    private void Write(Predictions predictions, int row, int i)
    {
        var expected = _forward.Outputs.Pointer[i * Layer4Shape.OutputWidth];
        if (model.Options.Targets.HasFlag(PredictionTargets.Class))
        {
            var mean = 0f;
            for (var c = 0; c < Classes; c++)
            {
                var probability = _outputs.Probabilities[(c * TileForward.Rows) + i];
                mean = MathF.FusedMultiplyAdd(c + 1, probability, mean);
                if (!predictions.ClassProbabilities.IsEmpty)
                    predictions.ClassProbabilities[(row * Classes) + c] = probability;
            }

            if (!model.Options.Targets.HasFlag(PredictionTargets.Strength))
                expected = mean;
        }

        if (!predictions.ExpectedStrengths.IsEmpty)
            predictions.ExpectedStrengths[row] = Math.Clamp(expected, Interaction.WeakestStrength, Interaction.StrongestStrength);
    }
}
