using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Finds the calibration that suits a validation tail best, and folds it into parameters, so that a calibrated model is a
/// model like any other. An overconfident network loses some of its spread; one that has learned nothing, all of it.
/// </summary>
internal static class Layer4Calibrator
{
    /// <summary>Fewer rows tell too little about two numbers.</summary>
    public const int FewestRows = 200;

    private const int Classes = Interaction.StrengthClasses;
    private const int SearchSteps = 40;
    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>The best calibration of a model for rows it was not trained on.</summary>
    public static Calibration Find(Layer4Model model, InteractionLog validation, int threads)
    {
        if (validation.Count < FewestRows)
            return Calibration.None;
        var predictions = PredictionBuffer.Of(model, validation, threads);
        return new(StrengthScale(model, validation, predictions), ClassScale(model, validation, predictions));
    }

    /// <summary>Scales the answers of parameters, in place.</summary>
    public static void Apply(Calibration calibration, Layer4Parameters parameters, LogStatistics statistics)
    {
        var prior = Layer4Prior.Of(statistics);
        for (var output = 0; output < Layer4Parameters.Outputs; output++)
        {
            var scale = (float)(output == 0 ? calibration.Strength : calibration.Classes);
            foreach (var table in (NamedTensor[])[parameters.OutputWeight, parameters.UserBias, parameters.ValueBias])
            {
                for (var i = output; i < table.Data.Length; i += Layer4Parameters.Outputs)
                    table.Data[i] *= scale;
            }

            ref var bias = ref parameters.OutputBias.Data[output];
            bias = prior[output] + (scale * (bias - prior[output]));
        }
    }

    // The slope of the line through (prior, prior) that leaves the least squared error.
    private static double StrengthScale(Layer4Model model, InteractionLog validation, PredictionBuffer predictions)
    {
        if (!model.Options.Targets.HasFlag(PredictionTargets.Strength))
            return 1;
        var (mean, together, spread) = (model.Statistics.MeanStrength, 0.0, 0.0);
        foreach (var row in validation.Rows())
        {
            var deviation = predictions.ExpectedStrengths[row] - mean;
            together += deviation * (validation.Strengths[row] - mean);
            spread += deviation * deviation;
        }

        return spread > 0 ? Math.Clamp(together / spread, 0, 1) : 1;
    }

    // Log-loss is convex in the scale: a golden-section search.
    private static double ClassScale(Layer4Model model, InteractionLog validation, PredictionBuffer predictions)
    {
        if (!model.Options.Targets.HasFlag(PredictionTargets.Class))
            return 1;
        var prior = Layer4Prior.Of(model.Statistics);
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < SearchSteps; step++)
        {
            var (left, right) = (high - (GoldenRatio * (high - low)), low + (GoldenRatio * (high - low)));
            if (Loss(left) <= Loss(right))
                high = right;
            else
                low = left;
        }

        return (low + high) / 2;

        double Loss(double scale)
        {
            var sum = 0.0;
            foreach (var row in validation.Rows())
            {
                var (all, actual) = (0.0, 0.0);
                for (var c = 0; c < Classes; c++)
                {
                    var probability = Math.Max(predictions.ClassProbabilities[((int)row * Classes) + c], float.Epsilon);
                    var logit = prior[1 + c] + (scale * (PortableMath.Log(probability) - prior[1 + c]));
                    all += PortableMath.Exp(logit);
                    actual += validation.Strengths[row] == c + 1 ? logit : 0;
                }

                sum += PortableMath.Log(all) - actual;
            }

            return sum;
        }
    }
}
