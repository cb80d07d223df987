using System.Globalization;
using System.Text;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Figures.Html;

/// <summary>
/// For each metric a scale with every model's value and interval on it, and the oracle's as a line: what lies between the
/// baseline and that line can be learned, and nothing beyond it.
/// </summary>
internal static class CeilingBars
{
    private const int Left = 150;
    private const int Right = 560;
    private const int RowHeight = 24;
    private const int TitleHeight = 34;

    public static string Render(EvaluationReport report) =>
        string.Concat(new[] { Metric.Rmse, Metric.LogLoss, Metric.ChoiceLogLoss, Metric.HitRate5 }.Select(metric => Scale(report, metric)));

    private static string Scale(EvaluationReport report, Metric metric)
    {
        var models = report.Models.Where(model => model.Metrics.ContainsKey(metric.Key)).ToList();
        if (models.Count == 0)
            return "";
        var values = models.Select(model => model.Metrics[metric.Key]).ToList();
        var (low, high) = (values.Min(value => value.Low!.Value), values.Max(value => value.High!.Value));
        var margin = Math.Max((high - low) * 0.05, 1e-6);
        var height = TitleHeight + (RowHeight * models.Count) + 8;
        var svg = new StringBuilder($"<svg class=\"ceiling\" viewBox=\"0 0 700 {height}\" role=\"img\" aria-label=\"{metric.Title} of every model\">");
        svg.Append($"<text x=\"0\" y=\"20\" font-weight=\"600\">{HtmlReport.Text(metric.Title)}</text><text class=\"soft\" x=\"{Left}\" y=\"20\">{(metric.LowerIsBetter ? "← better" : "better →")}</text>");
        if (report.Models.FirstOrDefault(model => model.Name == Evaluator.OracleName)?.Metrics.GetValueOrDefault(metric.Key) is { } oracle && metric.HasCeiling)
            svg.Append($"<line x1=\"{X(oracle.Value)}\" x2=\"{X(oracle.Value)}\" y1=\"{TitleHeight - 6}\" y2=\"{height}\" stroke=\"var(--other)\" stroke-dasharray=\"4 4\"/>");
        for (var i = 0; i < models.Count; i++)
        {
            var y = TitleHeight + (i * RowHeight) + 10;
            var color = models[i].Name == Evaluator.OracleName ? "--other" : models[i].Name.StartsWith("Layer", StringComparison.Ordinal) ? "--model" : "--quiet";
            svg.Append($"<text x=\"0\" y=\"{y + 5}\">{HtmlReport.Text(models[i].Name)}</text>")
                .Append($"<line x1=\"{X(values[i].Low!.Value)}\" x2=\"{X(values[i].High!.Value)}\" y1=\"{y}\" y2=\"{y}\" stroke=\"var({color})\" stroke-width=\"6\" stroke-linecap=\"round\" opacity=\".45\"/>")
                .Append($"<circle cx=\"{X(values[i].Value)}\" cy=\"{y}\" r=\"6\" fill=\"var({color})\"/>")
                .Append($"<text class=\"soft\" x=\"{Right + 24}\" y=\"{y + 5}\">{HtmlReport.Number(values[i].Value)}{Share(values[i])}</text>");
        }

        return svg.Append("</svg>").ToString();

        string X(double value) =>
            (Left + ((value - low + margin) / (high - low + (2 * margin)) * (Right - Left))).ToString("0.0", CultureInfo.InvariantCulture);
    }

    private static string Share(MetricValue value) =>
        value.ShareOfLearnable is > 0 and { } share ? $" ({share.ToString("P0", CultureInfo.InvariantCulture)})" : "";
}
