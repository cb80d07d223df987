namespace PoppyUniverse.Learning;

/// <summary>How Layer 3 was trained.</summary>
/// <param name="Rating">The factorization of Strength; null when neither Strength nor Class is a target.</param>
/// <param name="Choice">The factorization of choices; null when Choice is no target.</param>
public sealed record Layer3Record(RatingFactorRecord? Rating, ChoiceFactorRecord? Choice)
{
    /// <summary>The sweeps of the first that there is.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TrainingRecord Main => Rating?.Training ?? Choice?.Training ?? throw new InvalidOperationException("A model without factorizations.");

    /// <summary>All that makes this no record of a model with these options; empty when it is one.</summary>
    public IReadOnlyList<string> Violations(Layer3Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new OptionChecks("Training: ");
        if (Rating is not null != options.LearnsRatings || Choice is not null != options.LearnsChoices)
            found.Add($"it has {(Rating is null ? "no" : "a")} rating and {(Choice is null ? "no" : "a")} choice part; the targets are {options.Targets}.");
        if (Rating is { } rating)
        {
            found.Between(nameof(rating.Scale), rating.Scale, 0, 1);
            found.Between(nameof(rating.ClassDeviation), rating.ClassDeviation, 1e-3, 1);
        }

        foreach (var weight in Choice?.Weights.ToArray() ?? [])
            found.Between(nameof(Choice.Weights), weight, 0, 1e9);
        return [.. found, .. Rating?.Chosen.Violations("Training: Chosen.") ?? [], .. Choice?.Chosen.Violations("Training: Chosen.") ?? []];
    }
}
