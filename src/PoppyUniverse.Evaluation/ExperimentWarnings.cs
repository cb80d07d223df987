using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation;

/// <summary>Doubts about an experiment, found by looking at its training and test rows.</summary>
internal static class ExperimentWarnings
{
    private const int FewRows = 500;

    public static IReadOnlyList<string> Of(InteractionLog test, InteractionLog? train)
    {
        var warnings = new List<string>();
        if (test.Count < FewRows)
            warnings.Add($"Only {test.Count} test rows: intervals are wide.");
        if (train is null)
            return warnings;
        Unseen(test, train, warnings);
        Duplicates(test, train, warnings);
        Time(test, train, warnings);
        return warnings;
    }

    private static void Unseen(InteractionLog test, InteractionLog train, List<string> warnings)
    {
        var (users, values) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<int>());
        foreach (var row in train.Rows())
        {
            users.Add(train.Users[train.UserIndices[row]]);
            values.Add(train.ValueIndices[row]);
        }

        var testUsers = test.Rows().Select(row => test.Users[test.UserIndices[row]]).ToHashSet(StringComparer.Ordinal);
        var testValues = test.Rows().Select(row => test.ValueIndices[row]).ToHashSet();
        var (newUsers, newValues) = (testUsers.Count(user => !users.Contains(user)), testValues.Count(value => !values.Contains(value)));
        if (newUsers > 0)
            warnings.Add($"{newUsers} of {testUsers.Count} test users have no training interactions.");
        if (newValues > 0)
            warnings.Add($"{newValues} of {testValues.Count} test values have no training interactions.");
    }

    private static void Duplicates(InteractionLog test, InteractionLog train, List<string> warnings)
    {
        var seen = train.Rows().Select(row => Key(train, row)).ToHashSet();
        var count = test.Rows().Count(row => seen.Contains(Key(test, row)));
        if (count > 0)
            warnings.Add($"{count} of {test.Count} test rows are also in the training log (same user, value, Strength and time): the test may leak.");

        static (string, Interaction) Key(InteractionLog log, long row) => (log.Users[log.UserIndices[row]], log[row] with { UserIndex = 0 });
    }

    private static void Time(InteractionLog test, InteractionLog train, List<string> warnings)
    {
        var lastTrain = train.Rows().Max(row => train.UnixMicroseconds[row]);
        var earlier = test.Rows().Count(row => test.UnixMicroseconds[row] < lastTrain);
        if (earlier > 0)
            warnings.Add($"{earlier} of {test.Count} test rows are earlier than the last training row: models may know the future.");
    }
}
