using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Measuring;

/// <summary>
/// The parts of the test rows that are also measured on their own: by type of the value, and by how much the user's
/// training rows tell: none (cold), or a quarter of the known users each. Known users are ordered by training rows; those
/// of one count stand in the same quarter, the lower one.
/// </summary>
internal sealed class Slicing
{
    /// <summary>Types with a slice of their own; when there are more, the most frequent.</summary>
    public const int MostTypes = 12;

    /// <summary>The slice of rows that are in none.</summary>
    public const int None = -1;

    private const int Quarters = 4;

    private readonly List<(string Kind, string Name)> _slices = [];
    private readonly int[] _sliceOfType;
    private readonly byte[]?[] _quarterOfUser; // of each fold: 0 cold, 1 … 4
    private readonly int[] _sliceOfQuarter = [None, None, None, None, None];

    /// <summary>Cuts the test rows of some folds.</summary>
    public Slicing(IReadOnlyList<Fold> folds)
    {
        var catalog = folds[0].Test.Catalog;
        _sliceOfType = Types(folds, catalog);
        long[]?[] counts = [.. folds.Select(fold => fold.Train is null ? null : UserCounts(fold.Train, fold.Test.Users))];
        var bounds = Bounds(folds, counts);
        _quarterOfUser = [.. counts.Select(count => count is null ? null : Array.ConvertAll(count, rows => Quarter(rows, bounds)))];
        if (bounds.Length > 0)
            Activity(folds, counts, bounds);
        Rows = new long[_slices.Count];
        for (var f = 0; f < folds.Count; f++)
            CountRows(folds[f].Test, f);
    }

    /// <summary>What the slices are.</summary>
    public IReadOnlyList<(string Kind, string Name)> All => _slices;

    /// <summary>Test rows of each slice.</summary>
    public long[] Rows { get; }

    /// <summary>The slices of a row: by its value's type, and by its user; each may be <see cref="None"/>.</summary>
    public (int ByType, int ByUser) Of(InteractionLog test, int fold, long row) =>
        (_sliceOfType[test.Catalog.TypeOfValue[test.ValueIndices[row]]], _quarterOfUser[fold] is { } quarters ? _sliceOfQuarter[quarters[test.UserIndices[row]]] : None);

    private int[] Types(IReadOnlyList<Fold> folds, Catalog catalog)
    {
        var ofType = new int[catalog.TypeCount];
        ofType.AsSpan().Fill(None);
        if (catalog.TypeCount == 1)
            return ofType;
        var counts = new long[catalog.TypeCount];
        foreach (var test in folds.Select(fold => fold.Test))
        {
            foreach (var row in test.Rows())
                counts[catalog.TypeOfValue[test.ValueIndices[row]]]++;
        }

        var own = Enumerable.Range(0, catalog.TypeCount).Where(type => counts[type] > 0).OrderByDescending(type => counts[type]).Take(MostTypes).Order().ToArray();
        foreach (var type in own)
            ofType[type] = Add("type", catalog.Types[type]);
        if (own.Length < counts.Count(count => count > 0))
        {
            var others = Add("type", $"the other {counts.Count(count => count > 0) - own.Length:N0} types");
            ofType.AsSpan().Replace(None, others);
        }

        return ofType;
    }

    // Training rows of each user of the test log; the logs may have user maps of their own.
    private static long[] UserCounts(InteractionLog train, IdMap users)
    {
        var own = new long[train.Users.Count];
        for (var c = 0; c < train.UserIndices.ChunkCount; c++)
        {
            foreach (var user in train.UserIndices.Chunk(c))
                own[user]++;
        }

        return ReferenceEquals(train.Users, users)
            ? own
            : [.. Enumerable.Range(0, users.Count).Select(user => train.Users.IndexOf(users[user]) is var index and >= 0 ? own[index] : 0)];
    }

    // The counts of training rows that end the first three quarters of known test users.
    private static long[] Bounds(IReadOnlyList<Fold> folds, long[]?[] counts)
    {
        var known = new List<long>();
        for (var f = 0; f < folds.Count; f++)
            known.AddRange(TestUsers(folds[f].Test).Select(user => counts[f]?[user] ?? 0).Where(count => count > 0));
        if (known.Count == 0)
            return [];
        known.Sort();
        return [.. Enumerable.Range(1, Quarters - 1).Select(quarter => known[(int)(((long)known.Count * quarter) - 1) / Quarters])];
    }

    private static byte Quarter(long rows, long[] bounds) => (byte)(rows == 0 ? 0 : 1 + bounds.Count(bound => rows > bound));

    private void Activity(IReadOnlyList<Fold> folds, long[]?[] counts, long[] bounds)
    {
        var ranges = new (long Low, long High)[Quarters + 1];
        ranges.AsSpan().Fill((long.MaxValue, 0));
        for (var f = 0; f < folds.Count; f++)
        {
            foreach (var count in counts[f] is { } own ? TestUsers(folds[f].Test).Select(user => own[user]) : [])
            {
                ref var range = ref ranges[Quarter(count, bounds)];
                range = (Math.Min(range.Low, count), Math.Max(range.High, count));
            }
        }

        for (var quarter = 0; quarter <= Quarters; quarter++)
        {
            var (low, high) = ranges[quarter];
            if (low <= high)
                _sliceOfQuarter[quarter] = quarter == 0 ? Add("activity", "no training rows (cold users)") : Add("activity", $"{(low == high ? $"{low:N0}" : $"{low:N0}–{high:N0}")} training rows");
        }
    }

    private static IEnumerable<int> TestUsers(InteractionLog test)
    {
        var present = new bool[test.Users.Count];
        foreach (var row in test.Rows())
            present[test.UserIndices[row]] = true;
        return Enumerable.Range(0, present.Length).Where(user => present[user]);
    }

    private void CountRows(InteractionLog test, int fold)
    {
        foreach (var row in test.Rows())
        {
            var (byType, byUser) = Of(test, fold, row);
            if (byType != None)
                Rows[byType]++;
            if (byUser != None)
                Rows[byUser]++;
        }
    }

    private int Add(string kind, string name)
    {
        _slices.Add((kind, name));
        return _slices.Count - 1;
    }
}
