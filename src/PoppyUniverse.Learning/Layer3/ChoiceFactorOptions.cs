namespace PoppyUniverse.Learning;

/// <summary>
/// The implicit factorization of what users pick, and the laws of counts beside which its scores become probabilities.
/// </summary>
public sealed record ChoiceFactorOptions
{
    /// <summary>
    /// Sizes to try; the one that explains the validation tail best is kept, and without a tail the first. Default: α₀ of 1
    /// and 30, each with all picks alike and with a half-life of 30 days.
    /// </summary>
    public IReadOnlyList<ChoiceCandidate> Candidates { get; init; } = [new(24, 0.003, 1, 0), new(8, 0.01, 30, 0), new(24, 0.003, 1, 30), new(8, 0.01, 30, 30)];

    /// <summary>ν: the squared length of a vector costs λ · (weight of its picks + α₀ · number of opposite vectors)^ν, 0 to 1. Default 1.</summary>
    public double CountExponent { get; init; } = 1;

    /// <summary>The most sweeps over users and values, 1 to 1000. Default 6.</summary>
    public int Sweeps { get; init; } = 6;

    /// <summary>Sweeps without improvement of the validation tail after which a candidate is given up. Default 2.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>All that is wrong with these options.</summary>
    internal IEnumerable<string> Violations(string prefix)
    {
        var found = new OptionChecks(prefix);
        if (Candidates.Count == 0)
            found.Add($"{nameof(Candidates)} is empty; expected at least one.");
        found.Between(nameof(CountExponent), CountExponent, 0, 1);
        found.Between(nameof(Sweeps), Sweeps, 1, 1_000);
        found.Between(nameof(Patience), Patience, 1, 1_000);
        return found.Concat(Candidates.SelectMany((candidate, i) => candidate.Violations(FormattableString.Invariant($"{prefix}Candidates[{i}]."))));
    }
}
