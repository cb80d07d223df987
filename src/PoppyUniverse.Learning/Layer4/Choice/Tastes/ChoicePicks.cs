using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The picks of some users, one behind the other: hour · V + value, and the weight of each. Of a user with very many rows,
/// every so many: thousands tell as much as all.
/// </summary>
internal sealed class ChoicePicks
{
    private readonly int[] _starts; // (slots + 1)
    private readonly int[] _codes;
    private readonly float[] _weights;

    /// <param name="log">The rows.</param>
    /// <param name="slotOf">(U) the place of each user, −1: none; places in order of users.</param>
    /// <param name="userCounts">(U) rows of each user.</param>
    /// <param name="most">Most rows of a user, and how rows weigh by age.</param>
    public ChoicePicks(InteractionLog log, ReadOnlySpan<int> slotOf, long[] userCounts, (long RowsOfUser, RecencyWeights Recency) most)
    {
        var every = new long[userCounts.Length];
        List<int> starts = [0];
        for (var user = 0; user < userCounts.Length; user++)
        {
            every[user] = Math.Max(1, (userCounts[user] + most.RowsOfUser - 1) / most.RowsOfUser);
            if (slotOf[user] >= 0)
                starts.Add(checked(starts[^1] + (int)((userCounts[user] + every[user] - 1) / every[user])));
        }

        (_starts, _codes, _weights) = ([.. starts], new int[starts[^1]], new float[starts[^1]]);
        var seen = new long[Slots];
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            ReadOnlySpan<int> users = log.UserIndices.Chunk(c), values = log.ValueIndices.Chunk(c);
            var times = log.UnixMicroseconds.Chunk(c);
            for (var i = 0; i < users.Length; i++)
            {
                var slot = slotOf[users[i]];
                if (slot < 0)
                    continue;
                var (place, left) = Math.DivRem(seen[slot]++, every[users[i]]);
                if (left != 0)
                    continue;
                _codes[_starts[slot] + place] = (TimeSlot.FromUnixMicroseconds(times[i]).Hour * log.Catalog.ValueCount) + values[i];
                _weights[_starts[slot] + place] = most.Recency.Of(times[i]);
            }
        }
    }

    /// <summary>Number of users.</summary>
    public int Slots => _starts.Length - 1;

    /// <summary>A user's picks: hour · V + value.</summary>
    public ReadOnlySpan<int> Codes(int slot) => _codes.AsSpan(_starts[slot].._starts[slot + 1]);

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<float> Weights(int slot) => _weights.AsSpan(_starts[slot].._starts[slot + 1]);
}
