using System.Text;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Figures.Html.Parts;

/// <summary>Which model to use, and why: the first thing on the page.</summary>
internal static class VerdictPart
{
    public static string Render(EvaluationReport evaluation)
    {
        if (evaluation.Verdict is not { } verdict)
            return "";
        var words = string.Concat(verdict.Sentences.Select(sentence => $"<p>{Markup.Text(sentence)}</p>"));
        if (evaluation.HasLeak)
            return Markup.Section("Leak", "verdict leak", words);
        var tasks = Task(evaluation, "Strength", "how strongly a user interacts", verdict.Strength) + Task(evaluation, "Choice", "which value a user picks next", verdict.Choice);
        return Markup.Section(null, "verdict", $"<h2>{Markup.Text(Sentence(verdict.Winner))}</h2><div class=\"tasks\">{tasks}</div><details><summary>In words</summary>{words}</details>");
    }

    private static string Task(EvaluationReport evaluation, string title, string what, TaskVerdict? task)
    {
        if (task is null)
            return "";
        var metric = Metric.All.First(metric => metric.Key == task.Metric);
        var winner = evaluation[task.Winner];
        var value = winner.Metrics[task.Metric];
        var content = new StringBuilder($"<article><h3>{title}</h3><p class=\"soft\">{what}</p><p class=\"winner\">{Markup.Named(evaluation, winner)}</p>");
        content.Append($"<p class=\"number\">{Markup.Term(metric)} {Markup.Number(value.Value)} {Markup.Interval(value.Low, value.High)}</p>");
        content.Append(Learned(task, value));
        content.Append("<ul>").Append(string.Concat(task.Against.Select(duel => Line(duel, task)))).Append("</ul>");
        return content.Append($"{Cost(winner)}</article>").ToString();
    }

    private static string Learned(TaskVerdict task, MetricValue value)
    {
        if (task.Learnable is not { } learnable)
            return "";
        if (!learnable)
            return "<p class=\"nothing\">Nothing to learn: even the oracle, who knows the law, is no better than the plainest baseline.</p>";
        var share = value.ShareOfLearnable ?? 0;
        return $"<div class=\"meter\" role=\"img\" aria-label=\"{Markup.Percent(share)} of what can be learned\"><i style=\"width:{Markup.Length(share)}\"></i></div><p class=\"soft\"><b>{Markup.Percent(share)}</b> of what can be learned: the way from the plainest baseline to the oracle, the best any model could reach.</p>";
    }

    // each comparison that decided, seen from the model that is judged
    private static string Line(Duel duel, TaskVerdict task)
    {
        var (kind, word) = duel switch
        {
            { Low: > 0 } => ("better", "better than"),
            { High: < 0 } => ("worse", "worse than"),
            _ => ("same", "not clearly better than"),
        };
        var bold = duel.Model == task.Winner || duel.Other == task.Winner;
        return $"<li class=\"{kind}{(bold ? "" : " aside")}\">{Markup.Text(duel.Model)} is {word} {Markup.Text(duel.Other)} <span>{Markup.Signed(duel.Gain)} {Markup.Interval(duel.Low, duel.High)}</span></li>";
    }

    private static string Cost(ModelResult winner)
    {
        if (winner.Cost is not { } cost)
            return winner.Kind == JudgeRole.Baseline ? "<p class=\"soft\">Needs no training: it only counts.</p>" : "";
        string?[] parts = [cost.TrainingSeconds is { } seconds ? $"{seconds.ToString(seconds < 10 ? "0.0" : "0", System.Globalization.CultureInfo.InvariantCulture)} s of training" : null, cost.Bytes is { } bytes ? $"{Markup.Number(bytes / 1e6)} MB" : null];
        return $"<p class=\"soft\">Costs {string.Join(", ", parts.Where(part => part is not null))} for all its targets.</p>";
    }

    private static string Sentence(string winner) => "Use " + winner
        .Replace("user's counts", "the user's own counts", StringComparison.Ordinal)
        .Replace("global mean", "the global mean", StringComparison.Ordinal)
        .Replace("user mean", "the user mean", StringComparison.Ordinal)
        .Replace("value mean", "the value mean", StringComparison.Ordinal);
}
