using System.Text.Json.Serialization;

namespace PoppyUniverse.Simulation;

/// <summary>The order of rows inside a block; habits form in it.</summary>
public enum RowOrder
{
    /// <summary>As drawn: times jump about, as in the notebook.</summary>
    [JsonStringEnumMemberName("drawn")]
    Drawn,

    /// <summary>By time, so that history is what came before.</summary>
    [JsonStringEnumMemberName("time")]
    Time,
}
