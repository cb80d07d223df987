namespace PoppyUniverse.Interactions;

/// <summary>One row of a log: who, what, how strongly, when. Indices are dense and zero-based.</summary>
/// <param name="UserIndex">Index into the log's <see cref="IdMap"/>.</param>
/// <param name="ValueIndex">Index into the log's <see cref="Catalog"/>.</param>
/// <param name="Strength">1 (weakest) to 5; <see cref="MissingStrength"/> where the log has none (implicit feedback).</param>
/// <param name="UnixMicroseconds">Microseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct Interaction(int UserIndex, int ValueIndex, byte Strength, long UnixMicroseconds)
{
    /// <summary>The Strength of a row without one: 0.</summary>
    public const byte MissingStrength = 0;

    /// <summary>The weakest Strength: 1.</summary>
    public const byte WeakestStrength = 1;

    /// <summary>The strongest Strength, and the number of classes: 5.</summary>
    public const byte StrongestStrength = 5;

    /// <summary>Number of Strength classes: 5; class c is Strength c + 1.</summary>
    public const int StrengthClasses = StrongestStrength;

    /// <summary>Hour of day and day of week of the interaction, UTC.</summary>
    public TimeSlot Slot => TimeSlot.FromUnixMicroseconds(UnixMicroseconds);
}
