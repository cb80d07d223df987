using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Finds the calibration that suits a validation tail best, and folds it into parameters, so that a calibrated model is a
/// model like any other. A network that has learned too much by heart loses some of what it adds to its start; one that
/// has learned nothing, all of it. Both scales are taken one standard error lower than the tail says, so that few rows
/// promise little (the one-standard-error rule: Breiman et al., "Classification and Regression Trees", 1984).
/// </summary>
internal static class RatingCalibrator
{
    /// <summary>Fewer rows tell too little about two numbers.</summary>
    public const int FewestRows = 20;

    private const int Classes = Interaction.StrengthClasses;
    private const int SearchSteps = 40;
    private const double Step = 0.01;
    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>The best calibration of a model for rows that neither it nor its start was made from.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">What it started from.</param>
    /// <param name="validation">The rows; each rank has some.</param>
    /// <param name="run">Worker threads; the ranks, in whose order rows are taken.</param>
    public static Calibration Find(IRecommender model, IRecommender start, InteractionLog validation, (int Threads, ICollective Ranks) run)
    {
        var strengths = run.Ranks.AllGather<byte>([.. validation.Rows().Select(row => validation.Strengths[row])]);
        if (strengths.Length < FewestRows)
            return Calibration.None;
        var (own, first) = (Predict(model), Predict(start));
        return new(StrengthScale(strengths, own, first), model.Targets.HasFlag(PredictionTargets.Class) ? ClassScale(strengths, own, first) : 1);

        PredictionBuffer Predict(IRecommender by) => PredictionBuffer.Of(by, validation, run.Threads).OfAll(run.Ranks);
    }

    /// <summary>Scales what parameters add to those they started from, in place.</summary>
    public static void Apply(Calibration calibration, NetworkParameters parameters, NetworkParameters start)
    {
        foreach (var (table, from) in Biases(parameters).Zip(Biases(start)))
        {
            for (var i = 0; i < table.Data.Length; i++)
                table.Data[i] = Mix(from.Data[i], table.Data[i], i);
        }

        foreach (var table in (NamedTensor[])[parameters.OutputWeight, parameters.FactorWeight])
        {
            for (var i = 0; i < table.Data.Length; i++)
                table.Data[i] = Mix(0, table.Data[i], i);
        }

        float Mix(float from, float to, int i)
        {
            var scale = (float)(i % NetworkParameters.RatingOutputs == 0 ? calibration.Strength : calibration.Classes);
            return from + (scale * (to - from));
        }
    }

    private static NamedTensor[] Biases(NetworkParameters parameters) => [parameters.OutputBias, parameters.UserBias, parameters.Value!.Bias];

    // The share of the way from the start to the model that leaves the least squared error: a slope through the origin.
    private static double StrengthScale(byte[] strengths, PredictionBuffer model, PredictionBuffer start)
    {
        var (together, spread, whole) = (0.0, 0.0, 0.0);
        for (var row = 0; row < strengths.Length; row++)
        {
            double way = model.ExpectedStrengths[row] - start.ExpectedStrengths[row];
            var wanted = strengths[row] - (double)start.ExpectedStrengths[row];
            together += way * wanted;
            spread += way * way;
            whole += wanted * wanted;
        }

        if (spread <= 0)
            return 1;
        var slope = together / spread;
        var variance = Math.Max(0, whole - (slope * together)) / (strengths.Length - 1);
        return Math.Clamp(slope - Math.Sqrt(variance / spread), 0, 1);
    }

    // Log-loss is convex in the scale: a golden-section search. Its curvature there is the information about the scale.
    private static double ClassScale(byte[] strengths, PredictionBuffer model, PredictionBuffer start)
    {
        var (from, to) = (Logs(start.ClassProbabilities), Logs(model.ClassProbabilities));
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < SearchSteps; step++)
        {
            var (left, right) = (high - (GoldenRatio * (high - low)), low + (GoldenRatio * (high - low)));
            if (Loss(left) <= Loss(right))
                high = right;
            else
                low = left;
        }

        var best = (low + high) / 2;
        var curvature = (Loss(best + Step) - (2 * Loss(best)) + Loss(best - Step)) / (Step * Step);
        return curvature > 0 ? Math.Clamp(best - (1 / Math.Sqrt(curvature)), 0, 1) : best;

        double Loss(double scale)
        {
            var sum = 0.0;
            for (var row = 0; row < strengths.Length; row++)
            {
                var (all, actual) = (0.0, 0.0);
                for (var c = 0; c < Classes; c++)
                {
                    var place = (row * Classes) + c;
                    var logit = from[place] + (scale * (to[place] - from[place]));
                    all += PortableMath.Exp(logit);
                    actual += strengths[row] == c + 1 ? logit : 0;
                }

                sum += PortableMath.Log(all) - actual;
            }

            return sum;
        }
    }

    private static double[] Logs(float[] probabilities) => [.. probabilities.Select(probability => PortableMath.Log(Math.Max(probability, float.Epsilon)))];
}
