using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>One model's sums over a test log, user by user: what a bootstrap over users resamples.</summary>
internal sealed class UserSums
{
    private const int Classes = Interaction.StrengthClasses;

    private readonly List<StrengthSums> _users = [];

    public UserSums(InteractionLog test, RowPredictions predictions, bool isOracle = false)
    {
        var place = new Dictionary<int, int>();
        for (var i = 0; i < predictions.ExpectedStrengths.Length; i++)
        {
            var row = test[i];
            if (!place.TryGetValue(row.UserIndex, out var user))
            {
                place[row.UserIndex] = user = _users.Count;
                _users.Add(new());
            }

            var classes = predictions.HasClasses ? predictions.ClassProbabilities.AsSpan(i * Classes, Classes) : default;
            var expected = predictions.ExpectedStrengths[i];
            var middle = isOracle ? Median(classes) : expected;
            _users[user].Add(expected, middle, classes, row.Strength);
            All.Add(expected, middle, classes, row.Strength);
        }
    }

    /// <summary>Sums over all rows.</summary>
    public StrengthSums All { get; } = new();

    /// <summary>Number of users with test rows.</summary>
    public int Count => _users.Count;

    /// <summary>Adds up the users of a resample.</summary>
    /// <param name="times">How often each user was drawn.</param>
    /// <param name="to">Cleared first.</param>
    public void Resample(ReadOnlySpan<int> times, StrengthSums to)
    {
        to.Clear();
        for (var user = 0; user < _users.Count; user++)
        {
            if (times[user] > 0)
                to.Add(_users[user], times[user]);
        }
    }

    private static int Median(ReadOnlySpan<float> classes)
    {
        var below = 0f;
        for (var c = 0; c < Classes; c++)
        {
            if ((below += classes[c]) >= 0.5f)
                return c + 1;
        }

        return Classes;
    }
}
