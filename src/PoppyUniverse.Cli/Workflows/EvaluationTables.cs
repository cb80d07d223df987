using System.Globalization;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;
using Spectre.Console;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>An evaluation for the person at the terminal: tables with intervals, doubts, and the verdict last, where the eye is.</summary>
internal static class EvaluationTables
{
    // what a terminal of common width holds; report.json and report.html have all
    private static readonly Metric[] OfStrength = [.. Metric.OfStrength];
    private static readonly Metric[] OfChoice = [.. Metric.OfChoice.Where(metric => metric.HasInterval)];

    /// <summary>Shows a report.</summary>
    public static void Show(EvaluationReport report, Terminal terminal)
    {
        Show(report, OfStrength, report.RatedRows, terminal);
        Show(report, OfChoice, report.Rows, terminal);
        ShowSlices(report, terminal);
        foreach (var warning in report.Warnings)
            terminal.Say("Note: " + warning);
        foreach (var sentence in report.Verdict?.Sentences ?? [])
            terminal.Say(sentence);
    }

    private static void Show(EvaluationReport report, Metric[] metrics, long rows, Terminal terminal)
    {
        var models = report.Models.Where(model => metrics.Any(metric => model.Metrics.ContainsKey(metric.Key))).ToList();
        if (models.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Model");
        foreach (var metric in metrics)
            table.AddColumn(Column(metric));
        foreach (var model in models)
            table.AddRow([Markup.Escape(model.Name), .. metrics.Select(metric => Cell(model.Metrics.GetValueOrDefault(metric.Key)))]);
        table.Caption($"{rows:N0} test rows of {report.Users:N0} users, {report.Split}; 95 % bootstrap intervals over users");
        terminal.Show(table);
    }

    // The models that are judged, on parts of the rows: the metric that decides each task.
    private static void ShowSlices(EvaluationReport report, Terminal terminal)
    {
        (ModelResult Model, Metric Metric)[] columns =
        [
            .. from metric in (Metric[])[Metric.Rmse, Metric.ChoiceLogLoss]
               from model in report.Models
               where model.Metrics.ContainsKey(metric.Key) && (model.Kind == Evaluation.JudgeRole.Model || model == report.BaselineOf(metric))
               select (model, metric),
        ];
        if (report.Slices.Count == 0 || columns.Length == 0)
            return;
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Slice").AddColumn(new TableColumn("Rows").RightAligned());
        foreach (var (model, metric) in columns)
            table.AddColumn(new TableColumn($"{Markup.Escape(model.Name)}\n{metric.Title}").RightAligned());
        foreach (var slice in report.Slices)
        {
            var cells = columns.Select(column => Cell(slice.Models.FirstOrDefault(model => model.Name == column.Model.Name)?.Metrics.GetValueOrDefault(column.Metric.Key)));
            table.AddRow([Markup.Escape(slice.Name), slice.Rows.ToString("N0", CultureInfo.InvariantCulture), .. cells]);
        }

        terminal.Show(table);
    }

    private static TableColumn Column(Metric metric) => new TableColumn($"{metric.Title} {(metric.LowerIsBetter ? "↓" : "↑")}").RightAligned();

    private static string Cell(MetricValue? value) => value switch
    {
        null => "–",
        { Low: { } low, High: { } high } => FormattableString.Invariant($"{value.Value:0.000}\n[grey]{low:0.000}–{high:0.000}[/]"),
        _ => FormattableString.Invariant($"{value.Value:0.000}"),
    };
}
