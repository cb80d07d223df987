using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Metrics;
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
    /// <param name="test">Test rows; those without a Strength count for choices only.</param>
    /// <param name="train">What it learned from: also what the baselines learn from. Null leaves only what the model itself keeps: global mean or popularity.</param>
    /// <param name="oracle">The truth about the test rows, or null.</param>
    /// <param name="split">How the rows were chosen.</param>
    public EvaluationReport Run(IRecommender model, InteractionLog test, InteractionLog? train, RowPredictions? oracle, string split)
    {
        if (test.StrengthCount == 0 && !model.Targets.HasFlag(PredictionTargets.Choice))
            throw new DataProblemException($"None of {test.Count:N0} test interactions has a Strength; there is nothing to measure a predicted Strength against.");
        return terminal.WithProgress(bars =>
        {
            List<IRecommender> judges = [.. Baselines(model, test, train), model];
            var bar = bars.Add("Evaluating", judges.Count + 1, "models");
            var predictions = new List<RowPredictions>();
            foreach (var judge in judges)
            {
                predictions.Add(RowPredictions.Of(judge, test, threads));
                bar.MoveTo(predictions.Count);
            }

            var report = Evaluator.Evaluate(test, train, predictions, oracle, (split, new EvaluationOptions(), RandomStream.FromSeed(seed).Split("bootstrap")));
            bar.Finish();
            return report;
        });
    }

    // The simplest judges of what the model predicts and the test rows can tell.
    private static IEnumerable<IRecommender> Baselines(IRecommender model, InteractionLog test, InteractionLog? train)
    {
        if (model.Targets.HasFlag(PredictionTargets.Strength) && test.StrengthCount > 0)
        {
            foreach (var mean in train is null ? [MeanBaseline.GlobalOf(model)] : MeanBaseline.All(train))
                yield return mean;
        }

        if (model.Targets.HasFlag(PredictionTargets.Choice))
        {
            foreach (var counts in train is null ? [CountBaseline.PopularityOf(model)] : CountBaseline.All(train))
                yield return counts;
        }
    }

    /// <summary>Shows a report as tables with intervals, its warnings, and the verdict.</summary>
    public void Show(EvaluationReport report, IReadOnlyList<string> verdict)
    {
        Show(report, Metric.OfStrength, report.RatedRows);
        Show(report, Metric.OfChoice, report.Rows);
        foreach (var warning in report.Warnings)
            terminal.Say("Note: " + warning);
        foreach (var sentence in verdict)
            terminal.Say(sentence);
    }

    private void Show(EvaluationReport report, IReadOnlyList<Metric> metrics, long rows)
    {
        var models = report.Models.Where(model => metrics.Any(metric => model.Metrics.ContainsKey(metric.Key))).ToList();
        if (models.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Model");
        foreach (var metric in metrics)
            table.AddColumn(new TableColumn($"{metric.Title} {(metric.LowerIsBetter ? "↓" : "↑")}").RightAligned());
        foreach (var model in models)
        {
            var cells = metrics.Select(metric => model.Metrics.TryGetValue(metric.Key, out var value) ? Cell(value) : "–");
            table.AddRow([Markup.Escape(model.Name), .. cells]);
        }

        table.Caption($"{rows:N0} test rows of {report.Users:N0} users, {report.Split}; 95 % bootstrap intervals over users");
        terminal.Show(table);
    }

    private static string Cell(MetricValue value) =>
        FormattableString.Invariant($"{value.Value:0.000}\n[grey]{value.Low:0.000}–{value.High:0.000}[/]");
}
