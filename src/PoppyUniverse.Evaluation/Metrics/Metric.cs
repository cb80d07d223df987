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
    /// <summary>The cut-off of <see cref="Coverage"/> and <see cref="Gini"/>: lists of five.</summary>
    public const int ListLength = 5;

    /// <summary>√ mean (ŷ − y)².</summary>
    public static Metric Rmse { get; } = OfStrengths("rmse", "RMSE", "Root of the mean squared difference between expected and actual Strength.", Formulas.Rmse, true);

    /// <summary>mean |ŷ − y|.</summary>
    public static Metric Mae { get; } = OfStrengths("mae", "MAE", "Mean absolute difference between expected and actual Strength; the oracle answers with its median, which is best here.", Formulas.OfRated(Sums.Absolute), true);

    /// <summary>Share of rows whose most probable class is the actual one.</summary>
    public static Metric Accuracy { get; } = OfClasses("accuracy", "Accuracy", "Share of rows whose most probable class is the actual Strength (the lower class wins a tie).", Formulas.OfRated(Sums.Likeliest), false, true);

    /// <summary>mean −ln p(y), in nats.</summary>
    public static Metric LogLoss { get; } = OfClasses("log_loss", "Log-loss", "Mean −ln of the probability given to the actual class, in nats; probabilities below 1e-7 count as 1e-7.", Formulas.OfRated(Sums.Nats), true, true);

    /// <summary>Quadratic weighted kappa of the most probable class.</summary>
    public static Metric Kappa { get; } = OfClasses("qwk", "Weighted kappa", "Agreement of the most probable class with the actual one beyond chance, disagreement weighted by its square; 1 is perfect, 0 is chance.", Formulas.Kappa, false, false);

    /// <summary>Expected calibration error of the five class probabilities.</summary>
    public static Metric Calibration { get; } = OfClasses("ece", "Calibration error", "Mean gap between class probabilities and what happened, over ten bins of equal width and all five classes, weighted by rows.", Formulas.CalibrationError, true, false);

    /// <summary>mean −ln p(value picked), in nats.</summary>
    public static Metric ChoiceLogLoss { get; } = OfPicks("choice_log_loss", "Choice log-loss", "Mean −ln of the probability given to the value that was picked, among all values, in nats; probabilities below 1e-7 count as 1e-7.", Formulas.OfChoices(Sums.ChoiceNats), true);

    /// <summary>Share of rows whose value stands first.</summary>
    public static Metric HitRate1 { get; } = HitRate(1, Sums.Hits1);

    /// <summary>Share of rows whose value stands among the first five.</summary>
    public static Metric HitRate5 { get; } = HitRate(5, Sums.Hits5);

    /// <summary>Share of rows whose value stands among the first ten.</summary>
    public static Metric HitRate10 { get; } = HitRate(10, Sums.Hits10);

    /// <summary>Gain of the first five places.</summary>
    public static Metric Ndcg5 { get; } = Ndcg(5, Sums.Gain5);

    /// <summary>Gain of the first ten places.</summary>
    public static Metric Ndcg10 { get; } = Ndcg(10, Sums.Gain10);

    /// <summary>mean 1 / rank.</summary>
    public static Metric ReciprocalRank { get; } = OfPicks("mrr", "MRR", "Mean of one over the rank of the value that was picked, among all values.", Formulas.OfChoices(Sums.Reciprocal), false);

    /// <summary>Share of the catalog that the lists of five show.</summary>
    public static Metric Coverage { get; } = new("coverage@5", "Coverage@5", "Share of the catalog's values that stand in the first five of at least one row; counted over all rows, so it has no interval.", false, PredictionTargets.Choice, false);

    /// <summary>How unevenly the lists of five show the catalog.</summary>
    public static Metric Gini { get; } = new("gini@5", "Gini@5", "How unevenly the first fives show the values: 0 when all are shown alike often, near 1 when all rows show the same few; neither end is better in itself. Counted, so it has no interval.", true, PredictionTargets.Choice, false);

    /// <summary>The metrics of Strength, in the order of reports.</summary>
    public static IReadOnlyList<Metric> OfStrength { get; } = [Rmse, Mae, Accuracy, LogLoss, Kappa, Calibration];

    /// <summary>The metrics of choice, in the order of reports.</summary>
    public static IReadOnlyList<Metric> OfChoice { get; } = [ChoiceLogLoss, HitRate1, HitRate5, HitRate10, Ndcg5, Ndcg10, ReciprocalRank, Coverage, Gini];

    /// <summary>All metrics, in the order of reports.</summary>
    public static IReadOnlyList<Metric> All { get; } = [.. OfStrength, .. OfChoice];

    /// <summary>Those that are measured in every slice.</summary>
    public static IReadOnlyList<Metric> OfSlices { get; } = [Rmse, Mae, LogLoss, ChoiceLogLoss, HitRate1, HitRate5, Ndcg5];

    /// <summary>Whether it is estimated from rows and has an interval; the others are counted from lists.</summary>
    public bool HasInterval => Value is not null;

    /// <summary>Its value from sums; null for those that are counted from lists.</summary>
    internal Formula? Value { get; private init; }

    private static Metric OfStrengths(string key, string title, string definition, Formula value, bool lower) =>
        new(key, title, definition, lower, PredictionTargets.Strength, true) { Value = value };

    private static Metric OfClasses(string key, string title, string definition, Formula value, bool lower, bool ceiling) =>
        new(key, title, definition, lower, PredictionTargets.Class, ceiling) { Value = value };

    private static Metric OfPicks(string key, string title, string definition, Formula value, bool lower) =>
        new(key, title, definition, lower, PredictionTargets.Choice, true) { Value = value };

    private static Metric HitRate(int k, int place) => OfPicks(
        string.Create(CultureInfo.InvariantCulture, $"hr@{k}"), $"HR@{k}", $"Share of rows whose value stands among the first {k} of all values, ranked by probability. A row has one picked value, so this is Recall@{k} too.", Formulas.OfChoices(place), false);

    private static Metric Ndcg(int k, int place) => OfPicks(
        string.Create(CultureInfo.InvariantCulture, $"ndcg@{k}"), $"NDCG@{k}", $"Mean of 1 / log2(1 + rank) of the value that was picked when it stands among the first {k} of all values, else 0.", Formulas.OfChoices(place), false);
}
