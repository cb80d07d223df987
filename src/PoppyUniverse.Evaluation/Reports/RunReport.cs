using System.Text.Json;
using PoppyUniverse.Evaluation.Learnability;
using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation.Reports;

/// <summary>Everything that report.json and report.html show of a run.</summary>
public sealed record RunReport
{
    /// <summary>What was looked at: "stargazers, seed 42".</summary>
    public required string Title { get; init; }

    /// <summary>The command that makes this report again.</summary>
    public required string Command { get; init; }

    /// <summary>Which model to use, and why; that of the evaluation.</summary>
    public Verdict? Verdict => Evaluation.Verdict;

    /// <summary>The log.</summary>
    public required LogSummary Data { get; init; }

    /// <summary>Whether there is anything to learn in it; null when nobody asked.</summary>
    public LearnabilityReport? Learnability { get; init; }

    /// <summary>How the network was trained.</summary>
    public required TrainingRecord Training { get; init; }

    /// <summary>How the factorization (Layer 3) was trained, epochs being sweeps; null when it was not.</summary>
    public TrainingRecord? Layer3Training { get; init; }

    /// <summary>How the models did.</summary>
    public required EvaluationReport Evaluation { get; init; }

    /// <summary>SHA-256 of the data file and of the model.</summary>
    public required IReadOnlyDictionary<string, string> Sha256 { get; init; }

    /// <summary>Seconds that the steps took: the only part that differs from run to run.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJsonContext.Default.RunReport);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is no such report, or one of another version.</exception>
    public static RunReport Parse(string json) =>
        JsonSerializer.Deserialize(json, ReportJsonContext.Default.RunReport) ?? throw new JsonException("The report is null.");
}
