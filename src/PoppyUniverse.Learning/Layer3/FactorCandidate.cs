namespace PoppyUniverse.Learning;

/// <summary>A size of a factorization to try.</summary>
/// <param name="Factors">Length of the vectors of users and values, 0 (none) to 256.</param>
/// <param name="Regularization">λ, positive: how strongly vectors are drawn toward zero.</param>
public sealed record FactorCandidate(int Factors, double Regularization)
{
    /// <summary>All that is wrong with it.</summary>
    internal IEnumerable<string> Violations(string prefix)
    {
        var found = new OptionChecks(prefix);
        found.Between(nameof(Factors), Factors, 0, 256);
        found.Between(nameof(Regularization), Regularization, 1e-9, 1e9);
        return found;
    }
}
