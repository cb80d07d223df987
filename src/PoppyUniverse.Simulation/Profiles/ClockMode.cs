using System.Text.Json.Serialization;

namespace PoppyUniverse.Simulation;

/// <summary>How the drawn hour enters the timestamp.</summary>
public enum ClockMode
{
    /// <summary>The notebook's way: hours and minutes are subtracted from the as-of moment, together with fractional days; the hour of day comes out nearly flat.</summary>
    [JsonStringEnumMemberName("subtract")]
    Subtract,

    /// <summary>The clock shows the drawn hour, on a day before the as-of moment.</summary>
    [JsonStringEnumMemberName("clock")]
    Clock,
}
