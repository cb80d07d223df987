using System.Text.Json.Serialization;

namespace PoppyUniverse.Simulation;

/// <summary>Which seen value a habit repeats.</summary>
public enum HabitMode
{
    /// <summary>Each distinct value seen is equally likely.</summary>
    [JsonStringEnumMemberName("distinct")]
    Distinct,

    /// <summary>In proportion to how often the user picked it.</summary>
    [JsonStringEnumMemberName("counts")]
    Counts,
}
