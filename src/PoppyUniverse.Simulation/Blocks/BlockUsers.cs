using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>The lasting traits of a block's users: preferred type and chronotype.</summary>
internal sealed class BlockUsers
{
    /// <summary>The preferred type of a user who prefers none.</summary>
    public const int NoPreference = -1;

    private readonly int[] _preferredType;
    private readonly Chronotype[] _chronotype;

    public BlockUsers(SimulationProfile profile, (int First, int Count) users, RandomStream random)
    {
        _preferredType = new int[users.Count];
        _chronotype = new Chronotype[users.Count];
        for (var u = 0; u < users.Count; u++)
        {
            var draws = random.Split(users.First + u).Sequence();
            var prefers = draws.NextDouble() < profile.Preference.Share;
            var type = (int)draws.NextBelow(profile.Types.Count);
            _preferredType[u] = prefers ? type : NoPreference;
            if (profile.Clock.ChronotypeContrast > 0)
                _chronotype[u] = draws.NextBelow(2) == 0 ? Chronotype.Lark : Chronotype.Owl;
        }
    }

    public int PreferredType(int user) => _preferredType[user];

    public Chronotype ChronotypeOf(int user) => _chronotype[user];
}
