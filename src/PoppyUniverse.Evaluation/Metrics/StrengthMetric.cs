namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>A measure of predicted Strength; see docs/metrics.md for the exact definitions.</summary>
/// <param name="Key">Its name in JSON: "rmse".</param>
/// <param name="Title">Its name for people: "RMSE".</param>
/// <param name="Definition">What it is, in a sentence.</param>
/// <param name="LowerIsBetter">Which way is better.</param>
/// <param name="NeedsClasses">Whether it needs class probabilities.</param>
/// <param name="HasCeiling">Whether the oracle's value is the best that any model can reach, in expectation.</param>
public sealed record StrengthMetric(
    string Key, string Title, string Definition, bool LowerIsBetter, bool NeedsClasses, bool HasCeiling)
{
    /// <summary>√ mean (ŷ − y)².</summary>
    public static StrengthMetric Rmse { get; } = new("rmse", "RMSE", "Root of the mean squared difference between expected and actual Strength.", true, false, true);

    /// <summary>mean |ŷ − y|.</summary>
    public static StrengthMetric Mae { get; } = new("mae", "MAE", "Mean absolute difference between expected and actual Strength; the oracle answers with its median, which is best here.", true, false, true);

    /// <summary>Share of rows whose most probable class is the actual one.</summary>
    public static StrengthMetric Accuracy { get; } = new("accuracy", "Accuracy", "Share of rows whose most probable class is the actual Strength (the lower class wins a tie).", false, true, true);

    /// <summary>mean −ln p(y), in nats.</summary>
    public static StrengthMetric LogLoss { get; } = new("log_loss", "Log-loss", "Mean −ln of the probability given to the actual class, in nats; probabilities below 1e-7 count as 1e-7.", true, true, true);

    /// <summary>Quadratic weighted kappa of the most probable class.</summary>
    public static StrengthMetric Kappa { get; } = new("qwk", "Weighted kappa", "Agreement of the most probable class with the actual one beyond chance, disagreement weighted by its square; 1 is perfect, 0 is chance.", false, true, false);

    /// <summary>Expected calibration error of the five class probabilities.</summary>
    public static StrengthMetric Calibration { get; } = new("ece", "Calibration error", "Mean gap between class probabilities and what happened, over ten bins of equal width and all five classes, weighted by rows.", true, true, false);

    /// <summary>All metrics, in the order of reports.</summary>
    public static IReadOnlyList<StrengthMetric> All { get; } = [Rmse, Mae, Accuracy, LogLoss, Kappa, Calibration];
}
