using System.Globalization;
using System.Net;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Figures.Html;

/// <summary>The small pieces that all parts of the page are made of.</summary>
internal static class Markup
{
    /// <summary>Text, safe between tags and in attributes.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A number with three decimals.</summary>
    public static string Number(double number) => (Math.Round(number, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '\u2212');

    /// <summary>A difference with its sign; none for what rounds to zero.</summary>
    public static string Signed(double number) => (Math.Round(number, 3) > 0 ? "+" : "") + Number(number);

    /// <summary>A whole number with thousands apart.</summary>
    public static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);

    /// <summary>A length in CSS, percent of the whole.</summary>
    public static string Length(double share) => (Math.Clamp(share, 0, 1) * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>An interval in small print; nothing where there is none.</summary>
    public static string Interval(double? low, double? high) => low is { } from && high is { } to ? $"<small>{Number(from)} to {Number(to)}</small>" : "";

    /// <summary>A metric's name, whose definition shows on hover, on focus and on touch.</summary>
    public static string Term(Metric metric) =>
        $"<span class=\"term\" tabindex=\"0\">{Text(metric.Title)}<span class=\"tip\" role=\"tooltip\"><b>{Text(metric.Title)}</b> {Text(Definition(metric))}</span></span>";

    /// <summary>What a metric is, and which way is better.</summary>
    public static string Definition(Metric metric) => metric == Metric.Gini ? metric.Definition : $"{metric.Definition} {(metric.LowerIsBetter ? "Lower" : "Higher")} is better.";

    /// <summary>A part of the page.</summary>
    public static string Section(string? title, string kind, string content) => content.Length == 0
        ? ""
        : $"<section class=\"{kind}\">{(title is null ? "" : $"<h2>{Text(title)}</h2>")}{content}</section>\n";

    /// <summary>The class that gives a model its color: the same one wherever it occurs.</summary>
    public static string Color(EvaluationReport evaluation, ModelResult model)
    {
        var models = evaluation.Models.Where(other => other.Kind == JudgeRole.Model).ToList();
        return model.Kind switch
        {
            JudgeRole.Oracle => "oracle",
            JudgeRole.Baseline => "baseline",
            _ => $"model{models.IndexOf(model) % 3}",
        };
    }

    /// <summary>A name with a dot of its model's color before it.</summary>
    public static string Named(EvaluationReport evaluation, ModelResult model) => $"<span class=\"name {Color(evaluation, model)}\">{Text(model.Name)}</span>";
}
