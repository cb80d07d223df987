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
        return model.AboveCeiling.Count > 0
            ? [$"Leak: {modelName} is better than any model can be ({string.Join(", ", model.AboveCeiling)}); it has seen what it is tested on."]
            : [.. On("Strength", Metric.Rmse, report, model), .. On("Choice", Metric.ChoiceLogLoss, report, model)];
    }

    private static IEnumerable<string> On(string what, Metric metric, EvaluationReport report, ModelResult model)
    {
        if (!model.Metrics.TryGetValue(metric.Key, out var value))
            yield break;
        var oracle = report.Models.FirstOrDefault(result => result.Name == Evaluator.OracleName && result.Metrics.ContainsKey(metric.Key));
        yield return $"{what}: {(oracle is null ? Open(report, model, metric, value) : Closed(report, model, metric, oracle))}{HitRate(metric, model)}";
        if (BestOther(report, model, metric) is { } other && other.Metrics[metric.Key].Value < value.Value)
            yield return $"Beside it, {Name(other)} does as well or better ({metric.Title} {Number(other.Metrics[metric.Key].Value)}): the network adds nothing here.";
    }

    private static string Open(EvaluationReport report, ModelResult model, Metric metric, MetricValue value)
    {
        var facts = $"{metric.Title} {WithInterval(value)} against {Number(value.Baseline!.Value)} for {Name(report.BaselineOf(metric))}";
        return Better(model, metric)
            ? $"{model.Name} learned something; {facts}."
            : $"{model.Name} found nothing to learn that helps; {facts}, no clear difference.";
    }

    private static string Closed(EvaluationReport report, ModelResult model, Metric metric, ModelResult oracle)
    {
        var (value, best, baseline) = (model.Metrics[metric.Key], oracle.Metrics[metric.Key], Name(report.BaselineOf(metric)));
        if (!Better(oracle, metric))
            return $"nothing to learn. {model.Name}'s {metric.Title} {WithInterval(value)} stands beside {Number(value.Baseline!.Value)} for {baseline}, and even the oracle, who knows the law, reaches only {Number(best.Value)}.";
        var share = (value.ShareOfLearnable ?? 0).ToString("P0", CultureInfo.InvariantCulture);
        var facts = $"{metric.Title} {WithInterval(value)}, between {Number(value.Baseline!.Value)} for {baseline} and {Number(best.Value)} for the oracle, the best any model could reach";
        return Better(model, metric)
            ? $"{model.Name} learned {share} of what can be learned; {facts}."
            : $"there is something to learn, but {model.Name} did not clearly learn it ({share}); {facts}.";
    }

    // what the log-loss of a choice means to people
    private static string HitRate(Metric metric, ModelResult model) => metric != Metric.ChoiceLogLoss
        ? ""
        : $" The value picked stands among its first five in {model.Metrics[Metric.HitRate5.Key].Value.ToString("P0", CultureInfo.InvariantCulture)} of the rows.";

    private static bool Better(ModelResult model, Metric metric) => model.AgainstBaseline.GetValueOrDefault(metric.Key) is { High: < 0 };

    private static ModelResult? BestOther(EvaluationReport report, ModelResult model, Metric metric) =>
        report.Models
            .Where(other => other != model && other.Name != Evaluator.OracleName && other != report.BaselineOf(metric) && other.Metrics.ContainsKey(metric.Key))
            .MinBy(other => other.Metrics[metric.Key].Value);

    private static string Name(ModelResult model) => model.Name.EndsWith("mean", StringComparison.Ordinal) ? $"the {model.Name}" : model.Name;

    private static string WithInterval(MetricValue value) => $"{Number(value.Value)} [{Number(value.Low)}, {Number(value.High)}]";

    private static string Number(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
