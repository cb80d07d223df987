using System.Text.Json.Serialization;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// Everything that defines a simulated world but its seed. Defaults are the numbers of the notebook that this project
/// grew from; see docs/profiles.md for what each knob does.
/// </summary>
public sealed record SimulationProfile
{
    /// <summary>Where an editor finds the schema of profiles; of no effect.</summary>
    [JsonPropertyName("$schema")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Schema { get; init; }

    /// <summary>What the profile is called in manifests and reports.</summary>
    public required string Name { get; init; }

    /// <summary>What the world is like, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Number of users; their ids are 1 to this. Default 120.</summary>
    public int Users { get; init; } = 120;

    /// <summary>Number of interactions. Default 12,000.</summary>
    public long Interactions { get; init; } = 12_000;

    /// <summary>The moment the log is looked at; no interaction is later. Fixed, so that the same seed gives the same bytes.</summary>
    public DateTimeOffset AsOf { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How active users are.</summary>
    public ActivityOptions Activity { get; init; } = new();

    /// <summary>The categories, with their weights.</summary>
    public required IReadOnlyList<TypeOptions> Types { get; init; }

    /// <summary>Users who prefer one type.</summary>
    public PreferenceOptions Preference { get; init; } = new();

    /// <summary>Repeating values seen before.</summary>
    public HabitOptions Habit { get; init; } = new();

    /// <summary>The law of Strength.</summary>
    public StrengthOptions Strength { get; init; } = new();

    /// <summary>What makes a user pick a value that is no habit.</summary>
    public ChoiceOptions Choice { get; init; } = new();

    /// <summary>How far back interactions lie.</summary>
    public RecencyOptions Recency { get; init; } = new();

    /// <summary>Hours and days.</summary>
    public ClockOptions Clock { get; init; } = new();

    /// <summary>In which order rows stand, and so in which order habits form.</summary>
    public RowOrder Order { get; init; } = RowOrder.Drawn;

    /// <summary>The catalog of the profile's categories, in its order.</summary>
    public Catalog ToCatalog() =>
        new(Types.Select(type => (type.Name, (IReadOnlyList<string>)[.. type.Values.Select(value => value.Name)])));
}
