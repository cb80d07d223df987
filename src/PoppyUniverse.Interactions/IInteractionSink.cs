namespace PoppyUniverse.Interactions;

/// <summary>Takes rows as a file has them: ids and names as text.</summary>
public interface IInteractionSink
{
    /// <summary>Takes a row.</summary>
    /// <param name="user">User id: a non-negative integer or any other non-empty text.</param>
    /// <param name="type">Category type.</param>
    /// <param name="value">Category value.</param>
    /// <param name="strength">1–5, or <see cref="Interaction.MissingStrength"/>.</param>
    /// <param name="unixMicroseconds">Time.</param>
    void Add(ReadOnlySpan<char> user, string type, string value, byte strength, long unixMicroseconds);
}
