using System.Text.Json.Serialization;

namespace PoppyUniverse.Learning;

/// <summary>How Layer 4 was trained.</summary>
/// <param name="Rating">The rating network; null when neither Strength nor Class is a target.</param>
/// <param name="Choice">The choice network; null when Choice is no target.</param>
public sealed record Layer4Record(TrainingRecord? Rating, TrainingRecord? Choice)
{
    /// <summary>The first that there is.</summary>
    [JsonIgnore]
    public TrainingRecord Main => Rating ?? Choice ?? throw new InvalidOperationException("A model without networks.");
}
