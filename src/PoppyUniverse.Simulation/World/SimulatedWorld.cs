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
        Clock = new(profile);
        Slots = new(Catalog);
        MoreChoices = Random.Split("more choices");
        Popularity = [.. profile.Types.Select(type => new DiscreteTable([.. type.Values.Select(value => value.Popularity)]))];
        TypesByPreference = [.. Enumerable.Range(BlockUsers.NoPreference, profile.Types.Count + 1).Select(TypeLaw)];
        PopularityBySlot = new float[Slots.Count];
        for (var v = 0; v < Catalog.ValueCount; v++)
        {
            var type = Catalog.TypeOfValue[v];
            PopularityBySlot[Slots[v]] = (float)Popularity[type][v - Catalog.ValuesOf(type).First];
        }

        if (Strength.HasSignal)
            StrengthTraits = new(profile.Strength.Affinity, Catalog, Slots, Random.Split("strength traits"));
        if (profile.Choice.Scale > 0)
            ChoiceTraits = new(profile.Choice.Affinity, Catalog, Slots, Random.Split("choice traits"));
    }

    public SimulationProfile Profile { get; }

    public RandomStream Random { get; }

    public Catalog Catalog { get; }

    public BlockPlan Plan { get; }

    public StrengthLaw Strength { get; }

    public ClockLaw Clock { get; }

    public ValueSlots Slots { get; }

    /// <summary>Further draws of rows whose choice needs many, by row.</summary>
    public RandomStream MoreChoices { get; }

    /// <summary>Popularity of the values of each type.</summary>
    public DiscreteTable[] Popularity { get; }

    /// <summary>The same over slots; 0 where a slot is unused.</summary>
    public float[] PopularityBySlot { get; }

    /// <summary>What Strength depends on, or null.</summary>
    public ValueTraits? StrengthTraits { get; }

    /// <summary>What choices depend on beyond popularity, or null.</summary>
    public ValueTraits? ChoiceTraits { get; }

    private DiscreteTable[] TypesByPreference { get; }

    /// <summary>The law of the type that a user with this preferred type picks.</summary>
    public DiscreteTable TypesOf(int preferredType) => TypesByPreference[preferredType - BlockUsers.NoPreference];

    private DiscreteTable TypeLaw(int preferredType)
    {
        var all = Profile.Types.Sum(type => type.Weight);
        var direct = preferredType == BlockUsers.NoPreference ? 0 : Profile.Preference.Strength;
        return new([.. Profile.Types.Select((type, t) =>
            ((1 - direct) * type.Weight / all) + (t == preferredType ? direct : 0))]);
    }
}
