namespace PoppyUniverse.Learning;

/// <summary>A size of the factorization of choices to try.</summary>
/// <param name="Factors">Length of the vectors of users and values, 1 to 256; at most as many as there are values are used.</param>
/// <param name="Regularization">λ, positive: how strongly vectors are drawn toward zero.</param>
/// <param name="UnobservedWeight">α₀, positive: weight of "not picked" of every user and value, a pick having 1. Growing, it tells many picks better from few, and needs more rows.</param>
/// <param name="HalfLifeDays">Days after which a pick counts half as much, above a floor of a tenth; 0: all alike.</param>
public sealed record ChoiceCandidate(int Factors, double Regularization, double UnobservedWeight, double HalfLifeDays)
{
    /// <summary>All that is wrong with it.</summary>
    internal IEnumerable<string> Violations(string prefix)
    {
        var found = new OptionChecks(prefix);
        found.Between(nameof(Factors), Factors, 1, 256);
        found.Between(nameof(Regularization), Regularization, 1e-9, 1e9);
        found.Between(nameof(UnobservedWeight), UnobservedWeight, 1e-6, 1e6);
        found.Between(nameof(HalfLifeDays), HalfLifeDays, 0, 1e5);
        return found;
    }
}
