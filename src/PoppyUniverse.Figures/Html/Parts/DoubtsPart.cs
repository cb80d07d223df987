using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Figures.Html.Parts;

/// <summary>What is doubtful about the experiment.</summary>
internal static class DoubtsPart
{
    public static string Render(EvaluationReport evaluation) => evaluation.Warnings.Count == 0
        ? ""
        : Markup.Section("Doubts", "doubts", $"<ul>{string.Concat(evaluation.Warnings.Select(warning => $"<li>{Markup.Text(warning)}</li>"))}</ul>");
}
