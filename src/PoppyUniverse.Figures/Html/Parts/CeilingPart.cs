using System.Text;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Figures.Html.Parts;

/// <summary>
/// For some metrics a scale with every model's value and interval on it, and the oracle's as a line: what lies between the
/// baseline and that line can be learned, and nothing beyond it.
/// </summary>
internal static class CeilingPart
{
    private static readonly Metric[] Shown = [Metric.Rmse, Metric.LogLoss, Metric.ChoiceLogLoss, Metric.HitRate5];

    public static string Render(EvaluationReport evaluation)
    {
        var known = evaluation.Models.Any(model => model.Kind == JudgeRole.Oracle);
        var about = known
            ? "The dashed line is the oracle, who knows the law the log was drawn from: no model can be better in expectation. Bars are 95 % intervals over users; a percentage is the share of what can be learned."
            : "Bars are 95 % intervals over users. A simulated log would also show the best that any model could reach.";
        var scales = string.Concat(Shown.Select(metric => Scale(evaluation, metric)));
        return scales.Length == 0 ? "" : Markup.Section(known ? "How far from the best possible" : "How they compare", "ceiling", $"<p class=\"soft\">{about}</p><div class=\"scales\">{scales}</div>");
    }

    private static string Scale(EvaluationReport evaluation, Metric metric)
    {
        var models = evaluation.Models.Where(model => model.Metrics.ContainsKey(metric.Key)).ToList();
        if (models.Count == 0)
            return "";
        var values = models.Select(model => model.Metrics[metric.Key]).ToList();
        var (low, high) = (values.Min(value => value.Low ?? value.Value), values.Max(value => value.High ?? value.Value));
        var margin = Math.Max((high - low) * 0.04, 1e-6);
        var scale = new StringBuilder($"<div class=\"scale\"><h3>{Markup.Term(metric)} <span class=\"soft\">{(metric.LowerIsBetter ? "← better" : "better →")}</span></h3>");
        var oracle = models.Find(model => model.Kind == JudgeRole.Oracle);
        var line = oracle is null || !metric.HasCeiling ? "" : $"<u style=\"left:{At(oracle.Metrics[metric.Key].Value)}\"></u>";
        for (var i = 0; i < models.Count; i++)
        {
            var (value, from, to) = (values[i], values[i].Low ?? values[i].Value, values[i].High ?? values[i].Value);
            var hint = $"{models[i].Name}: {metric.Title} {Markup.Number(value.Value)}, 95 % interval {Markup.Number(from)} to {Markup.Number(to)}. {Markup.Definition(metric)}";
            scale.Append($"<div class=\"row {Markup.Color(evaluation, models[i])}\" title=\"{Markup.Text(hint)}\"><span class=\"name\">{Markup.Text(models[i].Name)}</span>")
                .Append($"<span class=\"track\">{line}<i style=\"left:{At(from)};right:{At(high + low - to)}\"></i><b style=\"left:{At(value.Value)}\"></b></span>")
                .Append($"<span class=\"value\">{Markup.Number(value.Value)}{Share(value)}</span></div>");
        }

        return scale.Append("</div>").ToString();

        string At(double value) => Markup.Length((value - low + margin) / (high - low + (2 * margin)));
    }

    private static string Share(MetricValue value) => value.ShareOfLearnable is > 0 and { } share ? $" <em>{Markup.Percent(share)}</em>" : "";
}
