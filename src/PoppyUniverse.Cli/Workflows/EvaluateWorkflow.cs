using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using Spectre.Console;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Measures models on test rows beside baselines and, for simulated rows, the oracle.</summary>
internal sealed class EvaluateWorkflow(ulong seed, int threads, Terminal terminal)
{
    /// <summary>Evaluates.</summary>
    /// <param name="model">The model.</param>
    /// <param name="test">Test rows; those without a Strength are left out.</param>
    /// <param name="train">What it learned from: also what the baselines learn from. Null leaves only the global mean.</param>
    /// <param name="oracle">The truth about the test rows, or null.</param>
    /// <param name="split">How the rows were chosen.</param>
    public EvaluationReport Run(IRecommender model, InteractionLog test, InteractionLog? train, RowPredictions? oracle, string split)
    {
        var rated = test.WithStrength();
        if (rated.Count == 0)
            throw new DataProblemException($"None of {test.Count:N0} test interactions has a Strength; there is nothing to measure a predicted Strength against.");
        return terminal.WithProgress(bars =>
        {
            var judges = train is null
                ? [MeanBaseline.GlobalOf(model), model]
                : new List<IRecommender> { MeanBaseline.Global(train), MeanBaseline.ByUser(train), MeanBaseline.ByValue(train), model };
            var bar = bars.Add("Evaluating", judges.Count + 1, "models");
            var predictions = new List<RowPredictions>();
            foreach (var judge in judges)
            {
                predictions.Add(RowPredictions.Of(judge, rated, threads));
                bar.MoveTo(predictions.Count);
            }

            var report = StrengthEvaluator.Evaluate(rated, train, predictions, oracle, (split, new EvaluationOptions(), RandomStream.FromSeed(seed).Split("bootstrap")));
            bar.Finish();
            return report;
        });
    }

    /// <summary>Shows a report as a table with intervals, its warnings, and the verdict.</summary>
    public void Show(EvaluationReport report, IReadOnlyList<string> verdict)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Model");
        foreach (var metric in Evaluation.Metrics.StrengthMetric.All)
            table.AddColumn(new TableColumn($"{metric.Title} {(metric.LowerIsBetter ? "↓" : "↑")}").RightAligned());
        foreach (var model in report.Models)
        {
            var cells = Evaluation.Metrics.StrengthMetric.All.Select(metric => model.Metrics.TryGetValue(metric.Key, out var value) ? Cell(value) : "–");
            table.AddRow([Markup.Escape(model.Name), .. cells]);
        }

        table.Caption($"{report.Rows:N0} test rows of {report.Users:N0} users, {report.Split}; 95 % bootstrap intervals over users");
        terminal.Show(table);
        foreach (var warning in report.Warnings)
            terminal.Say("Note: " + warning);
        foreach (var sentence in verdict)
            terminal.Say(sentence);
    }

    private static string Cell(MetricValue value) =>
        FormattableString.Invariant($"{value.Value:0.000}\n[grey]{value.Low:0.000}–{value.High:0.000}[/]");
}
