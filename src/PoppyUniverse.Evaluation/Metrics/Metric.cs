using System.Globalization;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>A measure of predictions; see docs/metrics.md for the exact definitions.</summary>
/// <param name="Key">Its name in JSON: "rmse".</param>
/// <param name="Title">Its name for people: "RMSE".</param>
/// <param name="Definition">What it is, in a sentence.</param>
/// <param name="LowerIsBetter">Which way is better.</param>
/// <param name="Needs">What a model must predict to have it.</param>
/// <param name="HasCeiling">Whether the oracle's value is the best that any model can reach, in expectation.</param>
public sealed record Metric(
    string Key, string Title, string Definition, bool LowerIsBetter, PredictionTargets Needs, bool HasCeiling)
{
    /// <summary>√ mean (ŷ − y)².</summary>
    public static Metric Rmse { get; } = new("rmse", "RMSE", "Root of the mean squared difference between expected and actual Strength.", true, PredictionTargets.Strength, true);

    /// <summary>mean |ŷ − y|.</summary>
    public static Metric Mae { get; } = new("mae", "MAE", "Mean absolute difference between expected and actual Strength; the oracle answers with its median, which is best here.", true, PredictionTargets.Strength, true);

    /// <summary>Share of rows whose most probable class is the actual one.</summary>
    public static Metric Accuracy { get; } = new("accuracy", "Accuracy", "Share of rows whose most probable class is the actual Strength (the lower class wins a tie).", false, PredictionTargets.Class, true);

    /// <summary>mean −ln p(y), in nats.</summary>
    public static Metric LogLoss { get; } = new("log_loss", "Log-loss", "Mean −ln of the probability given to the actual class, in nats; probabilities below 1e-7 count as 1e-7.", true, PredictionTargets.Class, true);

    /// <summary>Quadratic weighted kappa of the most probable class.</summary>
    public static Metric Kappa { get; } = new("qwk", "Weighted kappa", "Agreement of the most probable class with the actual one beyond chance, disagreement weighted by its square; 1 is perfect, 0 is chance.", false, PredictionTargets.Class, false);

    /// <summary>Expected calibration error of the five class probabilities.</summary>
    public static Metric Calibration { get; } = new("ece", "Calibration error", "Mean gap between class probabilities and what happened, over ten bins of equal width and all five classes, weighted by rows.", true, PredictionTargets.Class, false);

    /// <summary>mean −ln p(value picked), in nats.</summary>
    public static Metric ChoiceLogLoss { get; } = new("choice_log_loss", "Choice log-loss", "Mean −ln of the probability given to the value that was picked, among all values, in nats; probabilities below 1e-7 count as 1e-7.", true, PredictionTargets.Choice, true);

    /// <summary>Share of rows whose value stands first.</summary>
    public static Metric HitRate1 { get; } = HitRate(1);

    /// <summary>Share of rows whose value stands among the first five.</summary>
    public static Metric HitRate5 { get; } = HitRate(5);

    /// <summary>Share of rows whose value stands among the first ten.</summary>
    public static Metric HitRate10 { get; } = HitRate(10);

    /// <summary>Gain of the first five places.</summary>
    public static Metric Ndcg5 { get; } = Ndcg(5);

    /// <summary>Gain of the first ten places.</summary>
    public static Metric Ndcg10 { get; } = Ndcg(10);

    /// <summary>mean 1 / rank.</summary>
    public static Metric ReciprocalRank { get; } = new("mrr", "MRR", "Mean of one over the rank of the value that was picked, among all values.", false, PredictionTargets.Choice, true);

    /// <summary>The metrics of Strength, in the order of reports.</summary>
    public static IReadOnlyList<Metric> OfStrength { get; } = [Rmse, Mae, Accuracy, LogLoss, Kappa, Calibration];

    /// <summary>The metrics of choice, in the order of reports.</summary>
    public static IReadOnlyList<Metric> OfChoice { get; } = [ChoiceLogLoss, HitRate1, HitRate5, HitRate10, Ndcg5, Ndcg10, ReciprocalRank];

    /// <summary>All metrics, in the order of reports.</summary>
    public static IReadOnlyList<Metric> All { get; } = [.. OfStrength, .. OfChoice];

    private static Metric HitRate(int k) => new(
        string.Create(CultureInfo.InvariantCulture, $"hr@{k}"), $"HR@{k}", $"Share of rows whose value stands among the first {k} of all values, ranked by probability.", false, PredictionTargets.Choice, true);

    private static Metric Ndcg(int k) => new(
        string.Create(CultureInfo.InvariantCulture, $"ndcg@{k}"), $"NDCG@{k}", $"Mean of 1 / log2(1 + rank) of the value that was picked when it stands among the first {k} of all values, else 0.", false, PredictionTargets.Choice, true);
}
