using System.Text;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Figures.Html.Parts;

/// <summary>Every model against every other, by the metric that decides.</summary>
internal static class DuelPart
{
    public static string Render(EvaluationReport evaluation)
    {
        var tables = Table(evaluation, Metric.Rmse) + Table(evaluation, Metric.ChoiceLogLoss);
        return tables.Length == 0 ? "" : Markup.Section("Who beats whom", "", $"<p class=\"soft\">How much better the model of a row is than that of a column, with the 95 % interval of the difference on the same rows. <span class=\"key better\">clearly better</span> <span class=\"key worse\">clearly worse</span> <span class=\"key same\">no clear difference</span></p>{tables}");
    }

    private static string Table(EvaluationReport evaluation, Metric metric)
    {
        var models = evaluation.Models.Where(model => model.Kind != JudgeRole.Oracle && model.Metrics.ContainsKey(metric.Key)).ToList();
        if (models.Count < 2)
            return "";
        var table = new StringBuilder($"<h3>{Markup.Term(metric)}</h3><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{Markup.Text(metric.Title)}: who beats whom\"><table class=\"duels\"><thead><tr><th></th>");
        foreach (var column in models)
            table.Append($"<th scope=\"col\">{Markup.Text(column.Name)}</th>");
        table.Append("</tr></thead><tbody>");
        foreach (var row in models)
        {
            table.Append($"<tr><th scope=\"row\">{Markup.Named(evaluation, row)}</th>");
            foreach (var column in models)
                table.Append(row == column ? "<td class=\"self\"></td>" : Cell(evaluation.Gain(row.Name, column.Name, metric)));
            table.Append("</tr>");
        }

        return table.Append("</tbody></table></div>").ToString();
    }

    private static string Cell(PairedComparison gain)
    {
        var kind = gain.Low > 0 ? "better" : gain.High < 0 ? "worse" : "same";
        return $"<td class=\"{kind}\">{Markup.Signed(gain.Gain)}{Markup.Interval(gain.Low, gain.High)}</td>";
    }
}
