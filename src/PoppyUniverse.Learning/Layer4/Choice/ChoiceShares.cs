namespace PoppyUniverse.Learning;

/// <summary>What each law counts in the probability of a choice, each 0 to 1; the rest is the network's.</summary>
/// <param name="Ever">The user's counts at any time.</param>
/// <param name="Now">The user's counts at the time of day and week.</param>
/// <param name="Any">Every value alike.</param>
public readonly record struct ChoiceShares(double Ever, double Now, double Any)
{
    /// <summary>What the network counts; never below 0, though the others are rounded.</summary>
    public double Network => Math.Max(0, 1 - Ever - Now - Any);
}
