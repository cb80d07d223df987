using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>All that the blocks of a simulation share, made once from the profile and the seed; read-only afterwards.</summary>
internal sealed class SimulatedWorld
{
    public SimulatedWorld(SimulationProfile profile, ulong seed)
    {
        Profile = profile;
        Random = RandomStream.FromSeed(seed);
        Catalog = profile.ToCatalog();
        Plan = new(profile.Users, profile.Interactions, profile.Activity.ZipfExponent, Random.Split("blocks"));
        Strength = new(profile.Strength);
        Arrivals = new(profile);
        Popularity = [.. profile.Types.Select(type => new CumulativeTable([.. type.Values.Select(value => value.Popularity)]))];
        TypesByPreference = [.. Enumerable.Range(BlockUsers.NoPreference, profile.Types.Count + 1).Select(TypeLaw)];
        StrengthTraits = new(profile.Strength.Affinity, Catalog.ValueCount, Random.Split("strength traits"));
        ChoiceTraits = new(profile.Choice.Affinity, Catalog.ValueCount, Random.Split("choice traits"));
    }

    public SimulationProfile Profile { get; }

    public RandomStream Random { get; }

    public Catalog Catalog { get; }

    public BlockPlan Plan { get; }

    public StrengthLaw Strength { get; }

    public ArrivalLaw Arrivals { get; }

    /// <summary>Popularity of the values of each type.</summary>
    public IReadOnlyList<CumulativeTable> Popularity { get; }

    public ValueTraits StrengthTraits { get; }

    public ValueTraits ChoiceTraits { get; }

    private IReadOnlyList<CumulativeTable> TypesByPreference { get; }

    /// <summary>The law of the type that a user with this preferred type picks.</summary>
    public CumulativeTable TypesOf(int preferredType) => TypesByPreference[preferredType - BlockUsers.NoPreference];

    private CumulativeTable TypeLaw(int preferredType)
    {
        var all = Profile.Types.Sum(type => type.Weight);
        var direct = preferredType == BlockUsers.NoPreference ? 0 : Profile.Preference.Strength;
        return new([.. Profile.Types.Select((type, t) =>
            ((1 - direct) * type.Weight / all) + (t == preferredType ? direct : 0))]);
    }
}
