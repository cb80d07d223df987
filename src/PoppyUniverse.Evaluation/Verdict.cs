using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Evaluation;

/// <summary>Which model to use, and why: what an evaluation shows, and no more than its intervals allow.</summary>
public sealed record Verdict
{
    /// <summary>The model to use; one for each task where the tasks have different winners; "none" after a leak.</summary>
    public required string Winner { get; init; }

    /// <summary>Who predicts Strength best; null when nobody does.</summary>
    public TaskVerdict? Strength { get; init; }

    /// <summary>Who predicts choices best; null when nobody does.</summary>
    public TaskVerdict? Choice { get; init; }

    /// <summary>The whole of it in plain sentences.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    /// <summary>Judges an evaluation.</summary>
    public static Verdict Of(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.HasLeak)
            return new() { Winner = "none", Sentences = [.. report.Models.Where(model => model.AboveCeiling.Count > 0).Select(VerdictText.Leak)] };
        var (strength, choice) = (OnTask(report, Metric.Rmse), OnTask(report, Metric.ChoiceLogLoss));
        string[] winners = [.. new[] { (strength?.Winner, "Strength"), (choice?.Winner, "choice") }.Where(task => task.Winner is not null).Select(task => $"{task.Winner} for {task.Item2}")];
        return new()
        {
            Winner = strength is null || choice is null || strength.Winner == choice.Winner ? (strength ?? choice)?.Winner ?? "none" : string.Join(", ", winners),
            Strength = strength,
            Choice = choice,
            Sentences =
            [
                .. strength is null ? [] : VerdictText.On("Strength", Metric.Rmse, report, strength),
                .. choice is null ? [] : VerdictText.On("Choice", Metric.ChoiceLogLoss, report, choice),
                .. VerdictText.Costs(report),
            ],
        };
    }

    private static TaskVerdict? OnTask(EvaluationReport report, Metric metric)
    {
        var judges = report.Models.Where(model => model.Kind != JudgeRole.Oracle && model.Metrics.ContainsKey(metric.Key)).ToList();
        if (judges.Count == 0)
            return null;
        var baseline = Best(judges.Where(model => model.Kind == JudgeRole.Baseline), metric) ?? judges[0];
        var models = judges.Where(model => model.Kind == JudgeRole.Model && model != baseline).ToList();
        var duels = new List<Duel>();
        var winner = baseline.Name;
        for (var m = 0; m < models.Count; m++)
        {
            duels.AddRange(models.Take(m).Prepend(baseline).Select(other => Duel(report, models[m].Name, other.Name, metric)));
            if (duels.First(duel => (duel.Model, duel.Other) == (models[m].Name, winner)).Low > 0)
                winner = models[m].Name;
        }

        var oracle = report.Models.FirstOrDefault(model => model.Kind == JudgeRole.Oracle && model.Metrics.ContainsKey(metric.Key));
        return new(metric.Key, winner, baseline.Name, oracle is null ? null : oracle.AgainstBaseline[metric.Key].High < 0, duels);
    }

    private static ModelResult? Best(IEnumerable<ModelResult> models, Metric metric) => models.MinBy(model => model.Metrics[metric.Key].Value);

    private static Duel Duel(EvaluationReport report, string model, string other, Metric metric)
    {
        var gain = report.Gain(model, other, metric);
        return new(model, other, gain.Gain, gain.Low, gain.High);
    }
}
