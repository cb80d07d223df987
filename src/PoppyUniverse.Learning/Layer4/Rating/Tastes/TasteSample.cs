using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>The rows that values are learned from: those of all users, or of some thousands.</summary>
internal sealed class TasteSample
{
    /// <summary>Most cells of users and values that are kept at once.</summary>
    public const int MostCells = 1 << 20;

    private const int MostUsers = 1 << 14;

    /// <param name="log">The rows, those of this rank's users.</param>
    /// <param name="mean">Mean Strength.</param>
    /// <param name="ranks">The ranks.</param>
    public TasteSample(InteractionLog log, double mean, Ranks ranks)
    {
        Users = new(ranks, Math.Max(1, Math.Min(MostUsers, MostCells / log.Catalog.ValueCount)));
        Cells = new(log, Users.SlotOf, Users.Count, mean);
        Squares = SquaresOf(log, Users.SlotOf, mean, ranks);
    }

    /// <summary>Who they are.</summary>
    public UserSample Users { get; }

    /// <summary>Their cells.</summary>
    public TasteCells Cells { get; }

    /// <summary>Σ (Strength − mean)² over all ranks' users in it.</summary>
    public double Squares { get; }

    // by way of counts, which add up the same in any order
    private static double SquaresOf(InteractionLog log, int[] slotOf, double mean, Ranks ranks)
    {
        var counts = new long[Interaction.StrengthClasses];
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            var users = log.UserIndices.Chunk(c);
            var strengths = log.Strengths.Chunk(c);
            for (var i = 0; i < users.Length; i++)
            {
                if (slotOf[users[i]] >= 0 && strengths[i] != Interaction.MissingStrength)
                    counts[strengths[i] - 1]++;
            }
        }

        var (all, sum) = (ranks.Sum(counts), 0.0);
        for (var c = 0; c < all.Length; c++)
            sum += all[c] * (c + 1 - mean) * (c + 1 - mean);
        return sum;
    }
}
