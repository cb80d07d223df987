using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>The latest rows of a log, held back to choose with.</summary>
internal static class ValidationTail
{
    // Fewer rows than this tell nothing.
    private const int FewestRows = 20;

    /// <summary>A log cut in two; the tail is null when it would be too small.</summary>
    public static (InteractionLog Train, InteractionLog? Tail) Of(InteractionLog log, double fraction)
    {
        if (log.Count * fraction < FewestRows)
            return (log, null);
        var split = Split.ByTime(log, 1 - fraction);
        return (split.Train, split.Test);
    }
}
