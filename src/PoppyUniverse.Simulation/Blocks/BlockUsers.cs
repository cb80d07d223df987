using System.Runtime.CompilerServices;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>The lasting traits of a block's users: preferred type, chronotype, and how active they are.</summary>
internal sealed class BlockUsers
{
    /// <summary>The preferred type of a user who prefers none.</summary>
    public const int NoPreference = -1;

    private readonly int[] _preferredType;
    private readonly Group[] _groups = new Group[3];

    public BlockUsers(SimulatedWorld world, int block)
    {
        var (profile, users) = (world.Profile, world.Plan.UsersOf(block));
        (First, Count) = users;
        var (random, again) = (world.Random.Split("users"), world.Random.Split("users again"));
        _preferredType = new int[users.Count];
        var members = new List<int>[] { [], [], [] };
        for (var u = 0; u < users.Count; u++)
        {
            var (prefers, type, chronotype, _) = random.Words((ulong)(users.First + u));
            _preferredType[u] = Uniform.Of(prefers) < profile.Preference.Share
                ? UniformIndex.Of(type, profile.Types.Count, again, users.First + u, out _)
                : NoPreference;
            var types = world.Clock.Chronotypes;
            members[(int)types[chronotype < 1U << 31 ? 0 : types.Length - 1]].Add(users.First + u);
        }

        var activity = world.Plan.Activity;
        for (var type = 0; type < members.Length; type++)
            _groups[type] = Group.Of([.. members[type]], activity);
    }

    /// <summary>Index of the block's first user in the whole simulation.</summary>
    public int First { get; }

    /// <summary>Users of the block.</summary>
    public int Count { get; }

    public int PreferredType(int user) => _preferredType[user];

    /// <summary>Activity of all users of a chronotype together.</summary>
    public double ActivityOf(Chronotype type) => _groups[(int)type].Activity;

    /// <summary>A user (an index into the whole simulation) of a chronotype, by activity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Draw(Chronotype type, uint word, RandomStream again, long row, out uint rest)
    {
        ref readonly var group = ref _groups[(int)type];
        if (group.ByActivity is not { } table)
            return group.Members[UniformIndex.Of(word, group.Members.Length, again, row, out rest)];
        var member = table.Draw(word, out var ofMember);
        rest = (uint)(ofMember * uint.MaxValue);
        return group.Members[member];
    }

    /// <summary>The users of a chronotype; without a table all are equally active.</summary>
    private readonly record struct Group(int[] Members, double Activity, DiscreteTable? ByActivity)
    {
        public static Group Of(int[] members, Func<int, double>? activity)
        {
            if (activity is null)
                return new(members, members.Length, null);
            double[] weights = [.. members.Select(activity)];
            return new(members, weights.Sum(), members.Length == 0 ? null : new(weights));
        }
    }
}
