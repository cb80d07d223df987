using System.Text.Json.Serialization;

namespace PoppyUniverse.Web.Contracts;

/// <summary>How training goes.</summary>
/// <param name="State">idle, running, done, failed or cancelled.</param>
/// <param name="Rows">Interactions it learns from.</param>
/// <param name="Epoch">Current epoch, from 1.</param>
/// <param name="Epochs">The most epochs there will be.</param>
/// <param name="SamplesDone">Samples so far.</param>
/// <param name="SampleCount">Samples of all epochs.</param>
/// <param name="TrainLoss">Of the last epoch.</param>
/// <param name="ValidationLoss">Of the last epoch; null without a tail.</param>
/// <param name="Version">The new model, when it is done.</param>
/// <param name="Problem">Why it failed.</param>
public sealed record TrainingStatus(
    TrainingState State, long Rows = 0, int Epoch = 0, int Epochs = 0, long SamplesDone = 0, long SampleCount = 0, double? TrainLoss = null, double? ValidationLoss = null,
    long? Version = null, string? Problem = null);

/// <summary>States of training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingState>))]
public enum TrainingState
{
    /// <summary>Nothing was trained since the server started.</summary>
    [JsonStringEnumMemberName("idle")]
    Idle,

    /// <summary>Under way.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The new model answers.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It failed; the old model answers.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Somebody stopped it; the old model answers.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
