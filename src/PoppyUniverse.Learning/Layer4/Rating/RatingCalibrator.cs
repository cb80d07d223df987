using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Finds the calibration that suits a validation tail best, and folds it into parameters, so that a calibrated model is a
/// model like any other. A network that has learned too much by heart loses some of what it adds to its start; one that
/// has learned nothing, all of it. The scale of Strength is taken one standard error lower than the tail says, so that few
/// rows promise little (the one-standard-error rule: Breiman et al., "Classification and Regression Trees", 1984); for the
/// classes see <see cref="ClassCalibration"/>.
/// </summary>
internal static class RatingCalibrator
{
    /// <summary>Fewer rows tell too little about two numbers.</summary>
    public const int FewestRows = 20;

    private const int Classes = Interaction.StrengthClasses;
    private const int Outputs = NetworkParameters.RatingOutputs;

    /// <summary>The best calibration of a model for rows that neither it nor its start was made from.</summary>
    /// <param name="model">The model.</param>
    /// <param name="start">What it started from.</param>
    /// <param name="validation">The rows; each rank has some.</param>
    /// <param name="run">Worker threads; the ranks, in whose order rows are taken.</param>
    public static Calibration Find(Layer4Model model, Layer4Model start, InteractionLog validation, (int Threads, ICollective Ranks) run)
    {
        var strengths = run.Ranks.AllGather<byte>([.. validation.Rows().Select(row => validation.Strengths[row])]);
        if (strengths.Length < FewestRows)
            return Calibration.None;
        var (own, first) = (Predict(model), Predict(start));
        var (strength, learned, all) = (StrengthScale(strengths, own, first), model.Options.Targets, start.Parameters.Rating!.OutputBias.Data);
        if (!learned.HasFlag(PredictionTargets.Class))
            return new(strength, 1);
        var classes = new ClassCalibration(strengths, own, first, all.AsSpan(1), learned.HasFlag(PredictionTargets.Strength) ? (strength, all[0]) : null);
        var numbers = classes.Find();
        return new(strength, numbers[2]) { StartClasses = numbers[0], StrengthInClasses = numbers[1], ClassShifts = numbers[3..] };

        PredictionBuffer Predict(IRecommender by) => PredictionBuffer.Of(by, validation, run.Threads).OfAll(run.Ranks);
    }

    /// <summary>Scales what parameters add to those they started from, in place.</summary>
    public static void Apply(Calibration calibration, NetworkParameters parameters, NetworkParameters start)
    {
        foreach (var (table, from) in Biases(parameters).Zip(Biases(start)))
        {
            for (var row = 0; row < table.Data.Length; row += Outputs)
                Mix(calibration, from.Data.AsSpan(row, Outputs), table.Data.AsSpan(row, Outputs));
        }

        Span<float> zeros = stackalloc float[Outputs];
        foreach (var table in (NamedTensor[])[parameters.OutputWeight, parameters.FactorWeight])
        {
            for (var row = 0; row < table.Data.Length; row += Outputs)
                Mix(calibration, zeros, table.Data.AsSpan(row, Outputs));
        }

        // everybody's law and mean stand in the bias of all
        var all = start.OutputBias.Data;
        for (var c = 0; c < Classes; c++)
            parameters.OutputBias.Data[1 + c] += (float)(calibration.ClassShifts[c] - (calibration.StartClasses * all[1 + c]) - (Slope(calibration, c) * all[0]));
    }

    // The outputs are linear in each of these rows, so what is to hold of them can be done to these.
    private static void Mix(Calibration calibration, ReadOnlySpan<float> from, Span<float> row)
    {
        row[0] = (float)(from[0] + (calibration.Strength * (row[0] - from[0])));
        for (var c = 0; c < Classes; c++)
        {
            double start = from[1 + c];
            row[1 + c] = (float)(((1 + calibration.StartClasses) * start) + (calibration.Classes * (row[1 + c] - start)) + (Slope(calibration, c) * row[0]));
        }
    }

    private static double Slope(Calibration calibration, int c) => calibration.StrengthInClasses * (c + 1 - ClassCalibration.MiddleStrength);

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
}
