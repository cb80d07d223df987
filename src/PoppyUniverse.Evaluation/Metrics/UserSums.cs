using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>One model's sums over a test log, user by user: what a bootstrap over users resamples.</summary>
internal sealed class UserSums
{
    private const int Classes = Interaction.StrengthClasses;

    private readonly List<MetricSums> _users = [];

    public UserSums(InteractionLog test, RowPredictions predictions, bool isOracle = false)
    {
        var place = new Dictionary<int, int>();
        for (var i = 0; i < test.Count; i++)
        {
            var row = test[i];
            if (!place.TryGetValue(row.UserIndex, out var user))
            {
                place[row.UserIndex] = user = _users.Count;
                _users.Add(new());
            }

            Add(_users[user], i, row.Strength, predictions, isOracle);
            Add(All, i, row.Strength, predictions, isOracle);
        }
    }

    /// <summary>Sums over all rows.</summary>
    public MetricSums All { get; } = new();

    /// <summary>Number of users with test rows.</summary>
    public int Count => _users.Count;

    /// <summary>Adds up the users of a resample.</summary>
    /// <param name="times">How often each user was drawn.</param>
    /// <param name="to">Cleared first.</param>
    public void Resample(ReadOnlySpan<int> times, MetricSums to)
    {
        to.Clear();
        for (var user = 0; user < _users.Count; user++)
        {
            if (times[user] > 0)
                to.Add(_users[user], times[user]);
        }
    }

    private static void Add(MetricSums sums, int row, byte strength, RowPredictions predictions, bool isOracle)
    {
        if (predictions.ExpectedStrengths.Length > 0 && strength != Interaction.MissingStrength)
        {
            var classes = predictions.ClassProbabilities.Length > 0 ? predictions.ClassProbabilities.AsSpan(row * Classes, Classes) : default;
            var expected = predictions.ExpectedStrengths[row];
            sums.AddRating(expected, isOracle ? Median(classes) : expected, classes, strength);
        }

        if (predictions.Choices is { } choices)
            sums.AddChoice(choices.Probabilities[row], choices.Better[row], choices.Tied[row]);
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
