namespace PoppyUniverse.Learning;

/// <summary>What groups of rows add to a mean, for several kinds of groups at once, each drawn toward zero as <see cref="Shrinkage"/> tells.</summary>
internal sealed class GroupEffects
{
    private const int Sweeps = 8;

    private readonly (int[] OfRow, int Count)[] _kinds;
    private readonly double[] _left; // what the effects so far leave of each row

    /// <summary>Estimates.</summary>
    /// <param name="rows">What is to be explained, less its mean; left as what the effects do not explain.</param>
    /// <param name="kinds">The group of each row, and the number of groups, for each kind; the first is estimated first.</param>
    public GroupEffects(double[] rows, params (int[] OfRow, int Count)[] kinds)
    {
        (_left, _kinds) = (rows, kinds);
        Effects = [.. kinds.Select(kind => new double[kind.Count])];
        Shrinkages = new double[kinds.Length];
        for (var kind = 0; kind < kinds.Length; kind++)
        {
            var (sums, counts) = Sums(kind);
            Shrinkages[kind] = Shrinkage.Of(sums, counts, _left.Sum(left => left * left));
            Fit(kind);
        }

        for (var sweep = 0; sweep < Sweeps && Shrinkages.Skip(1).Any(double.IsFinite); sweep++)
        {
            Fit(0);
            for (var kind = 1; kind < kinds.Length && sweep < Sweeps - 1; kind++)
                Fit(kind);
        }
    }

    /// <summary>Of each kind, the effect of each group; zero for groups without rows.</summary>
    public double[][] Effects { get; }

    /// <summary>κ of each kind.</summary>
    public double[] Shrinkages { get; }

    // Fits the effects of one kind of groups to what the others leave.
    private void Fit(int kind)
    {
        if (double.IsInfinity(Shrinkages[kind]))
            return;
        var (effects, ofRow) = (Effects[kind], _kinds[kind].OfRow);
        var (sums, counts) = Sums(kind);
        for (var group = 0; group < effects.Length; group++)
        {
            var fitted = counts[group] == 0 ? 0 : (sums[group] + (counts[group] * effects[group])) / (counts[group] + Shrinkages[kind]);
            (sums[group], effects[group]) = (fitted - effects[group], fitted);
        }

        for (var row = 0; row < _left.Length; row++)
            _left[row] -= sums[ofRow[row]];
    }

    private (double[] Sums, double[] Counts) Sums(int kind)
    {
        var ofRow = _kinds[kind].OfRow;
        var (sums, counts) = (new double[_kinds[kind].Count], new double[_kinds[kind].Count]);
        for (var row = 0; row < ofRow.Length; row++)
        {
            sums[ofRow[row]] += _left[row];
            counts[ofRow[row]]++;
        }

        return (sums, counts);
    }
}
