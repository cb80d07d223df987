using System.Text.Json.Serialization;

namespace PoppyUniverse.Learning.Recommending;

/// <summary>What an answer rests on, from the best to the least.</summary>
public enum BackOffLevel
{
    /// <summary>The user's own row, trained; interactions since are folded in where the model can do so.</summary>
    [JsonStringEnumMemberName("known_user")]
    KnownUser,

    /// <summary>The user is new to the model, but its interactions since are folded in.</summary>
    [JsonStringEnumMemberName("fold_in")]
    FoldIn,

    /// <summary>Nothing is known of the user: what the value and the hour are to everybody.</summary>
    [JsonStringEnumMemberName("prior")]
    Prior,
}
