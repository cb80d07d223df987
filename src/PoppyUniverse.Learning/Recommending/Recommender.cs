using System.Globalization;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Recommending;

/// <summary>
/// Turns a model's predictions into ranked answers with reasons. Values are ranked by expected Strength or by the
/// probability of being picked, ties by their frequency in the training log and then by catalog order. Never fails for an unknown user: the answer says what it
/// rests on.
/// </summary>
/// <param name="model">Whom to ask.</param>
/// <param name="levelOfKnown">What answers for the model's own users rest on: trained rows, or rows folded in.</param>
public sealed class Recommender(IRecommender model, BackOffLevel levelOfKnown = BackOffLevel.KnownUser)
{
    private const int Classes = Interaction.StrengthClasses;

    /// <summary>Answers a request.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Top is below 1, or the type is outside the catalog.</exception>
    /// <exception cref="ArgumentException">The model does not predict what is ranked by.</exception>
    public RecommendationList Recommend(RecommendationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Top, 1);
        var values = Candidates(request.TypeIndex);
        var user = model.Users.IndexOf(request.User);
        var known = user != IdMap.Unknown && model.Statistics.UserCounts[user] > 0;
        var scores = new SlotAverage(model, request.At, values);
        scores.Score(user);
        var keys = Keys(request.By, scores.Average);
        var ranked = Enumerable.Range(0, values.Length)
            .OrderByDescending(i => keys[i])
            .ThenByDescending(i => model.Statistics.ValueCounts[values[i]])
            .Take(request.Top)
            .Select((i, rank) => Item(rank + 1, values[i], i, scores.Average, known ? user : IdMap.Unknown));
        return new(request.User, known ? levelOfKnown : BackOffLevel.Prior, [.. ranked]);
    }

    private static float[] Keys(RankBy? by, PredictionBuffer scores)
    {
        var strengths = (by ?? (scores.ExpectedStrengths.Length > 0 ? RankBy.Strength : RankBy.Choice)) == RankBy.Strength;
        var keys = strengths ? scores.ExpectedStrengths : scores.ChoiceProbabilities;
        return keys.Length > 0 ? keys : throw new ArgumentException($"The model does not predict {(strengths ? "Strength" : "the choice")}; it predicts {scores.Targets}.", nameof(by));
    }

    private int[] Candidates(int? typeIndex)
    {
        if (typeIndex is not { } type)
            return [.. Enumerable.Range(0, model.Catalog.ValueCount)];
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)type, (uint)model.Catalog.TypeCount, nameof(typeIndex));
        var (first, count) = model.Catalog.ValuesOf(type);
        return [.. Enumerable.Range(first, count)];
    }

    private Recommendation Item(int rank, int value, int row, PredictionBuffer scores, int knownUser)
    {
        float? expected = scores.ExpectedStrengths.Length == 0 ? null : scores.ExpectedStrengths[row];
        float? choice = scores.ChoiceProbabilities.Length == 0 ? null : scores.ChoiceProbabilities[row];
        float[]? classes = scores.ClassProbabilities.Length == 0 ? null : scores.ClassProbabilities[(row * Classes)..((row + 1) * Classes)];
        var type = model.Catalog.TypeOfValue[value];
        return new(
            rank, model.Catalog.Types[type], model.Catalog.Values[value], expected, classes, choice,
            expected is { } strength ? WithinOneStep(strength, classes ?? TrainingLaw()) : choice!.Value, knownUser == IdMap.Unknown ? PriorReason(value) : OwnReason(knownUser, type));
    }

    private static float WithinOneStep(float expected, float[] classes)
    {
        var sum = 0f;
        for (var c = 0; c < Classes; c++)
            sum += Math.Abs(c + 1 - expected) <= 1 ? classes[c] : 0;
        return Math.Min(sum, 1);
    }

    private float[] TrainingLaw()
    {
        double rows = model.Statistics.ClassCounts.Sum() + Classes;
        return [.. model.Statistics.ClassCounts.Select(count => (float)((count + 1) / rows))];
    }

    private string OwnReason(int user, int type)
    {
        var place = ((long)user * model.Catalog.TypeCount) + type;
        var (name, count) = (model.Catalog.Types[type], model.Statistics.UserTypeCounts[place]);
        if (count == 0)
            return $"no {name} so far; judged from {model.Statistics.UserCounts[user]} other interactions";
        if (model.Statistics.UserTypeStrengths[place] == 0)
            return $"{count} of {model.Statistics.UserCounts[user]} interactions so far are {name}";
        var mean = (model.Statistics.UserTypeStrengths[place] / (double)count).ToString("0.0", CultureInfo.InvariantCulture);
        return $"{count} {name} interaction{(count == 1 ? "" : "s")} so far, Strength {mean} on average";
    }

    private string PriorReason(int value) =>
        $"unknown user; judged from what others make of it ({model.Statistics.ValueCounts[value]} interactions)";
}
