using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>What to predict for: B rows of user, value and hour of week. All spans have length B.</summary>
public readonly ref struct ScoringRows
{
    /// <summary>Rows from three columns.</summary>
    /// <param name="userIndices">(B) user indices of the model, or <see cref="IdMap.Unknown"/>.</param>
    /// <param name="valueIndices">(B) value indices of the model's catalog.</param>
    /// <param name="slots">(B) hours of the week.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public ScoringRows(ReadOnlySpan<int> userIndices, ReadOnlySpan<int> valueIndices, ReadOnlySpan<TimeSlot> slots)
    {
        if (valueIndices.Length != userIndices.Length || slots.Length != userIndices.Length)
        {
            throw new ArgumentException(
                $"userIndices, valueIndices and slots have lengths {userIndices.Length}, {valueIndices.Length}, {slots.Length}; expected equal lengths.");
        }

        UserIndices = userIndices;
        ValueIndices = valueIndices;
        Slots = slots;
    }

    /// <summary>Number of rows B.</summary>
    public int Count => UserIndices.Length;

    /// <summary>(B) user indices, or <see cref="IdMap.Unknown"/>.</summary>
    public ReadOnlySpan<int> UserIndices { get; }

    /// <summary>(B) value indices.</summary>
    public ReadOnlySpan<int> ValueIndices { get; }

    /// <summary>(B) hours of the week.</summary>
    public ReadOnlySpan<TimeSlot> Slots { get; }
}
