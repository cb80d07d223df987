using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>All learned numbers of Layer 4.</summary>
/// <param name="Rating">Of the rating network; null when neither Strength nor Class is a target.</param>
/// <param name="Choice">Of the choice network; null when Choice is no target.</param>
public sealed record Layer4Parameters(NetworkParameters? Rating, ChoiceParameters? Choice)
{
    /// <summary>What each user has picked; null when Choice is no target.</summary>
    public ChoiceMemory? Memory { get; init; }

    /// <summary>Every tensor, in the order they are saved.</summary>
    public IEnumerable<NamedTensor> All => [.. Rating?.All ?? [], .. Choice?.All ?? []];

    /// <summary>Parameters of zeros, to be filled.</summary>
    public static Layer4Parameters Zeros(Layer4Options options, int users, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(
            options.LearnsRatings ? NetworkParameters.OfRating(options.Rating, users, catalog) : null,
            options.LearnsChoices ? ChoiceParameters.Zeros(options.Choice, users, catalog) : null);
    }
}
