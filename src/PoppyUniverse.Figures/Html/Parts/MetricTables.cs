using System.Text;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Figures.Html.Parts;

/// <summary>Every number with its interval.</summary>
internal static class MetricTables
{
    public static string Render(EvaluationReport evaluation) => Markup.Section(
        "Every number",
        "",
        Table(evaluation, "Strength", Metric.OfStrength) + Table(evaluation, "Choice", Metric.OfChoice)
        + $"<p class=\"soft\">{Markup.Whole(evaluation.Rows)} test rows of {Markup.Whole(evaluation.Users)} users ({Markup.Text(evaluation.Split)}); under each number its 95 % bootstrap interval over users.</p>");

    /// <summary>The definition of every metric that the report has.</summary>
    public static string Definitions(EvaluationReport evaluation)
    {
        var metrics = Metric.All.Where(metric => evaluation.Models.Any(model => model.Metrics.ContainsKey(metric.Key)));
        return $"<dl class=\"definitions\">{string.Concat(metrics.Select(metric => $"<dt>{Markup.Text(metric.Title)}</dt><dd>{Markup.Text(Markup.Definition(metric))}</dd>"))}"
            + "<dt>95 % interval</dt><dd>Percentile bootstrap over users, 1,000 resamples, each user with all its rows. Two models differ clearly when the interval of their difference, from the same resamples, does not hold zero.</dd>"
            + "<dt>Share of what can be learned</dt><dd>(baseline − model) / (baseline − oracle), with the plainest baseline: 0 is as good as it, 100 % is the best that any model could reach.</dd></dl>";
    }

    private static string Table(EvaluationReport evaluation, string title, IReadOnlyList<Metric> all)
    {
        var metrics = all.Where(metric => evaluation.Models.Any(model => model.Metrics.ContainsKey(metric.Key))).ToList();
        var models = evaluation.Models.Where(model => metrics.Any(metric => model.Metrics.ContainsKey(metric.Key))).ToList();
        if (models.Count == 0)
            return "";
        var table = new StringBuilder($"<h3>{title}</h3><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\"><table><thead><tr><th scope=\"col\">Model</th>");
        foreach (var metric in metrics)
            table.Append($"<th scope=\"col\">{Markup.Term(metric)}</th>");
        table.Append("</tr></thead><tbody>");
        foreach (var model in models)
        {
            table.Append($"<tr><th scope=\"row\">{Markup.Named(evaluation, model)}</th>");
            foreach (var metric in metrics)
                table.Append(model.Metrics.TryGetValue(metric.Key, out var value) ? Cell(model, metric, value) : "<td>–</td>");
            table.Append("</tr>");
        }

        return table.Append("</tbody></table></div>").ToString();
    }

    private static string Cell(ModelResult model, Metric metric, MetricValue value) =>
        $"<td title=\"{Markup.Text($"{metric.Title} of {model.Name}. {Markup.Definition(metric)}")}\">{Markup.Number(value.Value)}{Markup.Interval(value.Low, value.High)}</td>";
}
