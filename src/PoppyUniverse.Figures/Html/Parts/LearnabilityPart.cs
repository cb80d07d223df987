using PoppyUniverse.Evaluation.Learnability;

namespace PoppyUniverse.Figures.Html.Parts;

/// <summary>Whether there is anything to learn: what permutation tests of the log say, before any model.</summary>
internal static class LearnabilityPart
{
    public static string Render(LearnabilityReport? learnability) => learnability is null
        ? ""
        : Markup.Section("Is there anything to learn?", "", $"<div class=\"tasks\">{Finding("Strength", learnability.Strength)}{Finding("Choice", learnability.Choice)}</div>");

    private static string Finding(string title, LearnabilityFinding finding) =>
        $"<article><h3>{title}: {(finding.Learnable ? "yes" : "nothing found")}</h3><p>{Markup.Text(finding.Sentence)}</p>{Answers(finding)}</article>";

    private static string Answers(LearnabilityFinding finding) => finding.Tests.Count == 0
        ? ""
        : $"<details><summary>{finding.Tests.Count} tests, {Markup.Whole(finding.Permutations)} permutations each</summary><ul class=\"answers\">{string.Concat(finding.Tests.Select(Answer))}</ul></details>";

    private static string Answer(LearnabilityTest test) =>
        $"<li class=\"{(test.Significant ? "yes" : "no")}\">{Markup.Text(test.Sentence)} <small>{Markup.Text(test.Measure)} {Markup.Number(test.Statistic)}, by chance {Markup.Number(test.ByChance)}</small></li>";
}
