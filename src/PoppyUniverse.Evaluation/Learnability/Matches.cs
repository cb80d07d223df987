namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>
/// How often two different rows of one group hold the same label: Σ_g Σ_l n_gl (n_gl − 1) / n_g over Σ_g (n_g − 1), where a
/// group of n_g rows holds label l n_gl times. Goodman and Kruskal's τ (1954) without the pairs of a row with itself.
/// </summary>
/// <param name="groups">The groups.</param>
/// <param name="labels">Label of each value: the value itself, or its type.</param>
/// <param name="labelCount">Number of labels.</param>
internal sealed class Matches(Grouping groups, int[] labels, int labelCount)
{
    private readonly int[] _counts = new int[labelCount];
    private readonly int _freedom = Math.Max(1, groups.Freedom);

    /// <summary>The share of pairs that match, and the share of rows that repeat a label of their group.</summary>
    public (double Pairs, double Repeats) Of(ReadOnlySpan<int> values)
    {
        var (pairs, repeats) = (0.0, 0L);
        for (var group = 0; group < groups.Count; group++)
        {
            var rows = groups.RowsOf(group);
            if (rows.Length < 2)
                continue;
            var matches = 0L;
            foreach (var row in rows)
            {
                ref var count = ref _counts[labels[values[row]]];
                (matches, repeats) = (matches + count, repeats + (count > 0 ? 1 : 0));
                count++;
            }

            foreach (var row in rows)
                _counts[labels[values[row]]] = 0;
            pairs += 2.0 * matches / rows.Length;
        }

        return (pairs / _freedom, repeats / (double)groups.Rows.Length);
    }
}
