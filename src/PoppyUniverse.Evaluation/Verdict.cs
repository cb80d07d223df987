using System.Globalization;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Evaluation;

/// <summary>Says in plain sentences what an evaluation shows, and no more than its intervals allow.</summary>
public static class Verdict
{
    /// <summary>The sentences for one model.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="modelName">The model to judge.</param>
    public static IReadOnlyList<string> Of(EvaluationReport report, string modelName)
    {
        ArgumentNullException.ThrowIfNull(report);
        var model = report[modelName];
        if (model.AboveCeiling.Count > 0)
            return [$"Leak: {modelName} is better than any model can be ({string.Join(", ", model.AboveCeiling)}); it has seen what it is tested on."];
        var rmse = model.Metrics[StrengthMetric.Rmse.Key];
        var oracle = report.Models.FirstOrDefault(result => result.Name == StrengthEvaluator.OracleName);
        var sentences = new List<string> { oracle is null ? Open(report, model, rmse) : Closed(report, model, rmse, oracle) };
        if (BestOther(report, modelName) is { } other && other.Metrics[StrengthMetric.Rmse.Key].Value < rmse.Value)
            sentences.Add($"The {other.Name} does as well or better (RMSE {Number(other.Metrics[StrengthMetric.Rmse.Key].Value)}): the network adds nothing here.");
        return sentences;
    }

    private static string Open(EvaluationReport report, ModelResult model, MetricValue rmse)
    {
        var facts = $"RMSE {WithInterval(rmse)} against {Number(rmse.Baseline!.Value)} for the {report.BaselineName}";
        return Better(model)
            ? $"Strength: {model.Name} learned something; {facts}."
            : $"Strength: {model.Name} found nothing to learn that helps; {facts}, no clear difference.";
    }

    private static string Closed(EvaluationReport report, ModelResult model, MetricValue rmse, ModelResult oracle)
    {
        var best = oracle.Metrics[StrengthMetric.Rmse.Key];
        if (oracle.AgainstBaseline is not { High: < 0 })
            return $"Strength: nothing to learn. {model.Name}'s RMSE {WithInterval(rmse)} stands beside {Number(rmse.Baseline!.Value)} for the {report.BaselineName}, and even the oracle, who knows the law, reaches only {Number(best.Value)}.";
        var share = (rmse.ShareOfLearnable ?? 0).ToString("P0", CultureInfo.InvariantCulture);
        var facts = $"RMSE {WithInterval(rmse)}, between {Number(rmse.Baseline!.Value)} for the {report.BaselineName} and {Number(best.Value)} for the oracle, the best any model could reach";
        return Better(model)
            ? $"Strength: {model.Name} learned {share} of what can be learned; {facts}."
            : $"Strength: there is something to learn, but {model.Name} did not clearly learn it ({share}); {facts}.";
    }

    private static bool Better(ModelResult model) => model.AgainstBaseline is { High: < 0 };

    private static ModelResult? BestOther(EvaluationReport report, string modelName) =>
        report.Models
            .Where(model => model.Name != modelName && model.Name != StrengthEvaluator.OracleName && model.Name != report.BaselineName)
            .MinBy(model => model.Metrics[StrengthMetric.Rmse.Key].Value);

    private static string WithInterval(MetricValue value) => $"{Number(value.Value)} [{Number(value.Low)}, {Number(value.High)}]";

    private static string Number(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
