using System.Text;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Figures.Html.Parts;

/// <summary>The metric that decides, on parts of the rows: for whom and for what the models are good.</summary>
internal static class SlicePart
{
    public static string Render(EvaluationReport evaluation)
    {
        var tables = Table(evaluation, Metric.Rmse) + Table(evaluation, Metric.ChoiceLogLoss);
        return tables.Length == 0 ? "" : Markup.Section("For whom, and for what", "", $"<p class=\"soft\">The same numbers on parts of the test rows: by type of the value picked, and by how many training rows the user has.</p>{tables}");
    }

    private static string Table(EvaluationReport evaluation, Metric metric)
    {
        var models = Shown(evaluation, metric);
        var slices = evaluation.Slices.Where(slice => slice.Models.Any(model => model.Metrics.ContainsKey(metric.Key))).ToList();
        if (models.Count == 0 || slices.Count == 0)
            return "";
        var table = new StringBuilder($"<h3>{Markup.Term(metric)}</h3><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{Markup.Text(metric.Title)} by slice\"><table><thead><tr><th scope=\"col\">Rows</th>");
        foreach (var model in models)
            table.Append($"<th scope=\"col\">{Markup.Named(evaluation, model)}</th>");
        table.Append("</tr></thead><tbody>");
        foreach (var slice in slices)
        {
            table.Append($"<tr><th scope=\"row\">{Markup.Text(slice.Name)}<small>{Markup.Whole(slice.Rows)} rows</small></th>");
            var best = Best(slice, metric, evaluation);
            foreach (var model in models)
            {
                table.Append(slice.Models.FirstOrDefault(part => part.Name == model.Name)?.Metrics.GetValueOrDefault(metric.Key) is { } value
                    ? $"<td{(model.Name == best ? " class=\"best\"" : "")} title=\"{Markup.Text($"{metric.Title} of {model.Name} on {slice.Name}. {Markup.Definition(metric)}")}\">{Markup.Number(value.Value)}{Markup.Interval(value.Low, value.High)}</td>"
                    : "<td>–</td>");
            }

            table.Append("</tr>");
        }

        return table.Append("</tbody></table></div>").ToString();
    }

    // Trained models first; of the baselines the best and the plainest, so that a phone shows what matters.
    private static List<ModelResult> Shown(EvaluationReport evaluation, Metric metric)
    {
        var all = evaluation.Models.Where(model => model.Metrics.ContainsKey(metric.Key)).ToList();
        var baselines = all.Where(model => model.Kind == JudgeRole.Baseline).ToList();
        var best = baselines.MinBy(model => model.Metrics[metric.Key].Value);
        return
        [
            .. all.Where(model => model.Kind == JudgeRole.Model), .. best is null ? [] : (ModelResult[])[best],
            .. baselines.Take(1).Where(plainest => plainest != best), .. all.Where(model => model.Kind == JudgeRole.Oracle),
        ];
    }

    private static string? Best(SliceResult slice, Metric metric, EvaluationReport evaluation) => slice.Models
        .Where(model => model.Metrics.ContainsKey(metric.Key) && evaluation[model.Name].Kind != JudgeRole.Oracle) // of all, also of those that are not shown
        .MinBy(model => model.Metrics[metric.Key].Value)?.Name;
}
