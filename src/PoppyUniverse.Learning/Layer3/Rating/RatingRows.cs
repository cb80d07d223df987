using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>Rows with a Strength, in columns.</summary>
internal sealed class RatingRows
{
    public RatingRows(InteractionLog log)
        : this(log.WithStrength(), log.Users.Count, log.Catalog.ValueCount)
    {
    }

    private RatingRows(InteractionLog rated, int users, int values)
        : this([.. rated.Rows().Select(row => rated[row])], users, values)
    {
    }

    /// <summary>Rows given; all have a Strength.</summary>
    public RatingRows(Interaction[] rows, int users, int values)
    {
        (UserCount, ValueCount) = (users, values);
        Users = [.. rows.Select(row => row.UserIndex)];
        Values = [.. rows.Select(row => row.ValueIndex)];
        Slots = [.. rows.Select(row => row.Slot)];
        Strengths = [.. rows.Select(row => (float)row.Strength)];
    }

    public int UserCount { get; }

    public int ValueCount { get; }

    public int Count => Users.Length;

    public int[] Users { get; }

    public int[] Values { get; }

    public TimeSlot[] Slots { get; }

    public float[] Strengths { get; }
}
