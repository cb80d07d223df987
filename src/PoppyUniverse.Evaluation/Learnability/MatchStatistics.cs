namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>How often pairs of rows hold the same label, for several ways of grouping and labelling; then, if asked, how often rows repeat.</summary>
internal sealed class MatchStatistics : IRowStatistics<int>
{
    private readonly Matches[] _pairs;
    private readonly Matches? _repeats;

    /// <summary>Statistics over groups, the label of each value, and the number of labels.</summary>
    public MatchStatistics(IReadOnlyList<(Grouping Groups, int[] Labels, int LabelCount)> pairs, (Grouping Groups, int[] Labels, int LabelCount)? repeats)
    {
        _pairs = [.. pairs.Select(way => new Matches(way.Groups, way.Labels, way.LabelCount))];
        _repeats = repeats is { } asked ? new(asked.Groups, asked.Labels, asked.LabelCount) : null;
    }

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<int> cells, Span<double> results)
    {
        for (var way = 0; way < _pairs.Length; way++)
            results[way] = _pairs[way].Of(cells).Pairs;
        if (_repeats is not null)
            results[^1] = _repeats.Of(cells).Repeats;
    }
}
