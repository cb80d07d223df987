namespace PoppyUniverse.Evaluation;

/// <summary>Doubts about an experiment, found by looking at its training and test rows.</summary>
internal static class ExperimentWarnings
{
    private const int FewRows = 500;

    /// <summary>The doubts, as sentences with numbers; rows of several folds are counted together.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<Fold> folds)
    {
        var (rows, warnings) = (folds.Sum(fold => fold.Test.Count), new List<string>());
        if (rows < FewRows)
            warnings.Add($"Only {rows} test rows: intervals are wide.");
        var parts = folds.Where(fold => fold.Train is { Count: > 0 }).Select(fold => new TwoLogs(fold.Test, fold.Train!)).ToList();
        if (parts.Count == 0)
            return warnings;
        Unseen("users", parts.Select(part => part.NewUsers()), warnings);
        Unseen("values", parts.Select(part => part.NewValues()), warnings);
        if (parts.Sum(part => part.Duplicates()) is > 0 and var duplicates)
            warnings.Add($"{duplicates} of {rows} test rows are also in the training log (same user, value, Strength and time): the test may leak.");
        var (earlier, ofUser) = parts.Select(part => part.Earlier()).Aggregate((Any: 0L, OfUser: 0L), (sum, part) => (sum.Any + part.Any, sum.OfUser + part.OfUser));
        if (earlier > 0)
            warnings.Add($"{earlier} of {rows} test rows are earlier than the last training row, {ofUser} of them earlier than the same user's last: models may know the future.");
        return warnings;
    }

    private static void Unseen(string what, IEnumerable<(int New, int All)> parts, List<string> warnings)
    {
        var (unseen, all) = parts.Aggregate((sum, part) => (sum.New + part.New, sum.All + part.All));
        if (unseen > 0)
            warnings.Add($"{unseen} of {all} test {what} have no training interactions.");
    }
}
