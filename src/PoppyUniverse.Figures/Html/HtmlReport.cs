using System.Globalization;
using System.Text;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Figures.Html.Parts;

namespace PoppyUniverse.Figures.Html;

/// <summary>A run as one self-contained page: nothing is fetched and no script runs, so it can be mailed, archived and read offline.</summary>
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
            .Append($"<title>{Markup.Text(report.Title)}</title><style>{Style()}</style></head><body>\n");
        page.Append($"<header><p>Poppy Universe</p><h1>{Markup.Text(report.Title)}</h1><p>{Markup.Text(Where(report.Data))}</p></header><main>\n");
        page.Append(VerdictPart.Render(report.Evaluation))
            .Append(DoubtsPart.Render(report.Evaluation))
            .Append(DataPart.Render(report.Data))
            .Append(LearnabilityPart.Render(report.Learnability))
            .Append(CeilingPart.Render(report.Evaluation))
            .Append(DuelPart.Render(report.Evaluation))
            .Append(MetricTables.Render(report.Evaluation))
            .Append(SlicePart.Render(report.Evaluation))
            .Append(Markup.Section("Pictures", "pictures", string.Concat(figures.Select(Picture))))
            .Append(Markup.Section("What the numbers mean", "", MetricTables.Definitions(report.Evaluation)))
            .Append(Markup.Section("Make it again", "", Reproduce(report)));
        return page.Append("</main></body></html>\n").ToString();
    }

    private static string Picture(Figure figure)
    {
        var dark = figure.DarkPng is { } png ? $"<source media=\"(prefers-color-scheme: dark)\" srcset=\"data:image/png;base64,{Convert.ToBase64String(png)}\">" : "";
        return $"<figure><figcaption>{Markup.Text(figure.Title)}</figcaption><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{Markup.Text(figure.Title)}\"><picture>{dark}<img alt=\"{Markup.Text(figure.Title)}\" src=\"data:image/png;base64,{Convert.ToBase64String(figure.Png)}\"></picture></div></figure>";
    }

    private static string Reproduce(RunReport report)
    {
        var hashes = string.Concat(report.Sha256.Select(hash => $"<p class=\"soft\">{Markup.Text(hash.Key)}: sha256 <code>{Markup.Text(hash.Value)}</code></p>"));
        var seconds = string.Join(", ", report.Seconds.Select(step => $"{Markup.Text(step.Key)} {step.Value.ToString("0.00", CultureInfo.InvariantCulture)} s"));
        return $"<p><code>{Markup.Text(report.Command)}</code></p>{hashes}<p class=\"soft\">{seconds}</p>";
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
