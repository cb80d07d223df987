using System.Globalization;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Evaluation;

/// <summary>Verdicts in plain sentences.</summary>
internal static class VerdictText
{
    /// <summary>That a model has seen what it is tested on.</summary>
    public static string Leak(ModelResult model) =>
        $"Leak: {model.Name} is better than any model can be ({string.Join(", ", model.AboveCeiling)}); it has seen what it is tested on.";

    /// <summary>Who wins at a task, by how much, and what is left to learn.</summary>
    public static IEnumerable<string> On(string what, Metric metric, EvaluationReport report, TaskVerdict verdict)
    {
        var oracle = report.Models.FirstOrDefault(model => model.Kind == JudgeRole.Oracle && model.Metrics.ContainsKey(metric.Key));
        var models = report.Models.Where(model => model.Kind == JudgeRole.Model && model.Metrics.ContainsKey(metric.Key)).ToList();
        if (verdict.Learnable == false)
            yield return $"{what}: nothing to learn. {Sum(models.Select(model => $"{model.Name}'s {metric.Title} {WithInterval(model, metric)}"))} {(models.Count > 1 ? "stand" : "stands")} beside {Value(report.BaselineOf(metric), metric)} for {The(report.BaselineOf(metric).Name)}, and even the oracle, who knows the law, reaches only {Value(oracle!, metric)}.";
        else if (models.Count > 0)
            yield return $"{what}: {Learned(metric, report, verdict, models, oracle)}{HitRate(metric, verdict.Winner, report)}";
        yield return $"{what}: use {The(verdict.Winner)}{Reason(metric, verdict)}.";
    }

    /// <summary>What the trained models cost.</summary>
    public static IEnumerable<string> Costs(EvaluationReport report)
    {
        string[] costs = [.. report.Models.Where(model => model.Cost is { } cost && (cost.Bytes ?? cost.TrainingSeconds) is not null).Select(model => $"{model.Name} {Cost(model.Cost!)}")];
        if (costs.Length > 0)
            yield return $"Cost: {string.Join("; ", costs)}.";
    }

    private static string Learned(Metric metric, EvaluationReport report, TaskVerdict verdict, IReadOnlyList<ModelResult> models, ModelResult? oracle)
    {
        var best = models.FirstOrDefault(model => model.Name == verdict.Winner) ?? models.MinBy(model => model.Metrics[metric.Key].Value)!;
        var baseline = report.BaselineOf(metric);
        var better = best.AgainstBaseline.GetValueOrDefault(metric.Key) is { High: < 0 };
        if (oracle is null)
        {
            var facts = $"{metric.Title} {WithInterval(best, metric)} against {Value(baseline, metric)} for {The(baseline.Name)}";
            return better ? $"{best.Name} learned something; {facts}." : $"{best.Name} found nothing to learn that helps; {facts}, no clear gain.";
        }

        var share = (best.Metrics[metric.Key].ShareOfLearnable ?? 0).ToString("P0", CultureInfo.InvariantCulture);
        var between = $"{metric.Title} {WithInterval(best, metric)}, between {Value(baseline, metric)} for {The(baseline.Name)} and {Value(oracle, metric)} for the oracle, the best any model could reach";
        return better
            ? $"{best.Name} learned {share} of what can be learned; {between}."
            : $"there is something to learn, but {best.Name} did not clearly learn it ({share}); {between}.";
    }

    // why the winner, and not the one beside it
    private static string Reason(Metric metric, TaskVerdict verdict)
    {
        var beaten = verdict.Against.Where(duel => duel.Model == verdict.Winner && duel.Low > 0).Select(duel => $"better than {The(duel.Other)} by {Gain(duel)}");
        var refused = verdict.Against
            .Where(duel => duel.Other == verdict.Winner)
            .Select(duel => duel.High < 0 ? $"{duel.Model} is worse by {Gain(duel)}" : $"{duel.Model} is not clearly better ({Gain(duel)})");
        var reasons = string.Join("; ", beaten.Concat(refused));
        return reasons.Length == 0 ? "" : $", by {metric.Title}: {reasons}";
    }

    // what the log-loss of a choice means to people
    private static string HitRate(Metric metric, string winner, EvaluationReport report) => metric != Metric.ChoiceLogLoss
        ? ""
        : $" The value picked stands among the first five of {The(winner)} in {report[winner].Metrics[Metric.HitRate5.Key].Value.ToString("P0", CultureInfo.InvariantCulture)} of the rows.";

    private static string Cost(ModelCost cost)
    {
        var seconds = cost.TrainingSeconds is { } time ? $"{time.ToString(time < 10 ? "0.0" : "0", CultureInfo.InvariantCulture)} s of training" : null;
        var bytes = cost.Bytes is { } size ? $"{(size / 1e6).ToString(size < 10_000_000 ? "0.00" : "0", CultureInfo.InvariantCulture)} MB" : null;
        return string.Join(", ", new[] { seconds, bytes }.Where(part => part is not null));
    }

    private static string The(string name) => name switch
    {
        "user's counts" => "the user's own counts",
        _ when name.EndsWith("mean", StringComparison.Ordinal) => $"the {name}",
        _ => name,
    };

    private static string Sum(IEnumerable<string> parts) => string.Join(" and ", parts);

    private static string WithInterval(ModelResult model, Metric metric) =>
        model.Metrics[metric.Key] is var value ? $"{Number(value.Value)} [{Number(value.Low!.Value)}, {Number(value.High!.Value)}]" : "";

    private static string Value(ModelResult model, Metric metric) => Number(model.Metrics[metric.Key].Value);

    private static string Gain(Duel duel)
    {
        var (gain, low, high) = duel.Gain < 0 && duel.High < 0 ? (-duel.Gain, -duel.High, -duel.Low) : (duel.Gain, duel.Low, duel.High);
        return $"{Number(gain)} [{Number(low)}, {Number(high)}]";
    }

    private static string Number(double number) => (Math.Round(number, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture); // no −0
}
