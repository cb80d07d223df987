using System.Globalization;
using System.Net;
using System.Text;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Evaluation.Summaries;

namespace PoppyUniverse.Figures.Html;

/// <summary>A run as one self-contained page: nothing is fetched, so it can be mailed, archived and read offline.</summary>
public static class HtmlReport
{
    /// <summary>Renders the page.</summary>
    /// <param name="report">The run.</param>
    /// <param name="figures">Pictures to show, in order.</param>
    public static string Render(RunReport report, IReadOnlyList<Figure> figures)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(figures);
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
            .Append($"<title>{Text(report.Title)}</title><style>{Style()}</style></head><body><main>\n");
        page.Append($"<h1>{Text(report.Title)}</h1><p class=\"soft\">{Text(Where(report.Data))}</p>\n");
        Section(page, null, "verdict", string.Concat(report.Verdict!.Sentences.Select(sentence => $"<p>{Text(sentence)}</p>")));
        Section(page, "How far from the best possible", "", CeilingBars.Render(report.Evaluation));
        Section(page, "Every number", "", MetricTables(report.Evaluation));
        Section(page, "What the data is", "", Facts(report.Data));
        Section(page, "Pictures", "", string.Concat(figures.Select(Picture)));
        if (report.Evaluation.Warnings.Count > 0)
            Section(page, "Doubts", "", $"<ul>{string.Concat(report.Evaluation.Warnings.Select(warning => $"<li>{Text(warning)}</li>"))}</ul>");
        Section(page, "Make it again", "", Reproduce(report));
        return page.Append("</main></body></html>\n").ToString();
    }

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    internal static string Number(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Section(StringBuilder page, string? title, string kind, string content) =>
        page.Append($"<section class=\"{kind}\">{(title is null ? "" : $"<h2>{Text(title)}</h2>")}{content}</section>\n");

    private static string MetricTables(EvaluationReport evaluation) =>
        MetricTable(evaluation, Metric.OfStrength) + MetricTable(evaluation, Metric.OfChoice)
        + $"<p class=\"soft\">{evaluation.Rows:N0} test rows of {evaluation.Users:N0} users ({Text(evaluation.Split)}); under each number its 95 % bootstrap interval over users.</p>";

    private static string MetricTable(EvaluationReport evaluation, IReadOnlyList<Metric> metrics)
    {
        var models = evaluation.Models.Where(model => metrics.Any(metric => model.Metrics.ContainsKey(metric.Key))).ToList();
        if (models.Count == 0)
            return "";
        var table = new StringBuilder("<div class=\"scroll\"><table><thead><tr><th>Model</th>");
        foreach (var metric in metrics)
            table.Append($"<th><abbr title=\"{Text($"{metric.Definition} {(metric.LowerIsBetter ? "Lower" : "Higher")} is better.")}\">{Text(metric.Title)}</abbr></th>");
        table.Append("</tr></thead><tbody>");
        foreach (var model in models)
        {
            table.Append($"<tr><td>{Text(model.Name)}</td>");
            foreach (var metric in metrics)
                table.Append(model.Metrics.TryGetValue(metric.Key, out var value) ? Cell(value) : "<td>–</td>");
            table.Append("</tr>");
        }

        return table.Append("</tbody></table></div>").ToString();
    }

    private static string Cell(MetricValue value) =>
        $"<td>{Number(value.Value)}<small>{Number(value.Low ?? 0)} – {Number(value.High ?? 0)}</small></td>";

    private static string Facts(LogSummary data)
    {
        (string, string)[] facts =
        [
            ("Interactions", $"{data.Rows:N0}"), ("Users", $"{data.Users:N0}"), ("Types", $"{data.Types.Count:N0}"), ("Values", $"{data.Values.Count:N0}"),
            ("Rows a user", $"{data.RowsPerUser[0]:N0} – {data.RowsPerUser[1]:N0} – {data.RowsPerUser[2]:N0}"),
            ("Repeated values", data.RepeatShare.ToString("P0", CultureInfo.InvariantCulture)),
            ("Without Strength", $"{data.MissingStrength:N0}"),
        ];
        return $"<dl class=\"facts\">{string.Concat(facts.Select(fact => $"<div><dt>{fact.Item1}</dt><dd>{fact.Item2}</dd></div>"))}</dl>";
    }

    private static string Picture(Figure figure) =>
        $"<figure><img alt=\"{Text(figure.Title)}\" src=\"data:image/png;base64,{Convert.ToBase64String(figure.Png)}\"></figure>";

    private static string Reproduce(RunReport report)
    {
        var hashes = string.Concat(report.Sha256.Select(hash => $"<p class=\"soft\">{Text(hash.Key)}: sha256 <code>{Text(hash.Value)}</code></p>"));
        var seconds = string.Join(", ", report.Seconds.Select(step => $"{Text(step.Key)} {step.Value.ToString("0.00", CultureInfo.InvariantCulture)} s"));
        return $"<p><code>{Text(report.Command)}</code></p>{hashes}<p class=\"soft\">{seconds}</p>";
    }

    private static string Where(LogSummary data) =>
        string.Create(CultureInfo.InvariantCulture, $"{data.Rows:N0} interactions of {data.Users:N0} users, {data.From:yyyy-MM-dd} to {data.To:yyyy-MM-dd}");

    private static string Style()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
