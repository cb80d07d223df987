namespace PoppyUniverse.Learning;

/// <summary>
/// The factorization of Strength: mean + hour + biases of the user (with workday and weekend) and of the value (with part
/// of day) + user vector · value vector, by alternating least squares.
/// </summary>
public sealed record RatingFactorOptions
{
    /// <summary>
    /// Sizes to try; the one that explains the validation tail best is kept, and without a tail the first. Default: 24 and
    /// 8 factors, each with λ of 1 and 2.
    /// </summary>
    public IReadOnlyList<FactorCandidate> Candidates { get; init; } = [new(24, 1), new(24, 2), new(8, 1), new(8, 2)];

    /// <summary>
    /// ν: the squared length of a vector costs λ · n^ν, n being the rows of its user or value; 0 is plain ridge regression,
    /// 1 the weighted regularization of Zhou et al. 0 to 1. Default 0.5.
    /// </summary>
    public double CountExponent { get; init; } = 0.5;

    /// <summary>The most sweeps over users and values, 1 to 1000. Default 12.</summary>
    public int Sweeps { get; init; } = 12;

    /// <summary>Sweeps without improvement of the validation tail after which a candidate is given up. Default 2.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Whether hours have a bias, users one on workdays and on weekends, and values one in each part of the day. Default true.</summary>
    public bool TimeBiases { get; init; } = true;

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
