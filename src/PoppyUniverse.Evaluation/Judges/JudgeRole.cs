using System.Text.Json.Serialization;

namespace PoppyUniverse.Evaluation;

/// <summary>What a judge is there for.</summary>
public enum JudgeRole
{
    /// <summary>To be beaten: averages and counts that need no training.</summary>
    [JsonStringEnumMemberName("baseline")]
    Baseline,

    /// <summary>To be judged: a trained model.</summary>
    [JsonStringEnumMemberName("model")]
    Model,

    /// <summary>The ceiling.</summary>
    [JsonStringEnumMemberName("oracle")]
    Oracle,
}
