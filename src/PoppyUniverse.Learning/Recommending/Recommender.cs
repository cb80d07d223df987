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

    private float[]? _trainingLaw;

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
        var best = new TopRows(Keys(request.By, scores.Average), values, model.Statistics.ValueCounts).Best(request.Top);
        var reasons = new Reasons(model, request.At);
        var items = new Recommendation[best.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var (row, value) = (best[i], values[best[i]]);
            items[i] = Item((i + 1, value), row, scores.Average, known ? reasons.Own(user, value) : reasons.Prior(value));
        }

        return new(request.User, known ? levelOfKnown : BackOffLevel.Prior, items);
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

    private Recommendation Item((int Rank, int Value) place, int row, PredictionBuffer scores, string reason)
    {
        float? expected = scores.ExpectedStrengths.Length == 0 ? null : scores.ExpectedStrengths[row];
        float? choice = scores.ChoiceProbabilities.Length == 0 ? null : scores.ChoiceProbabilities[row];
        float[]? classes = scores.ClassProbabilities.Length == 0 ? null : scores.ClassProbabilities[(row * Classes)..((row + 1) * Classes)];
        var type = model.Catalog.TypeOfValue[place.Value];
        return new(
            place.Rank, model.Catalog.Types[type], model.Catalog.Values[place.Value], expected, classes, choice,
            expected is { } strength ? WithinOneStep(strength, classes ?? TrainingLaw()) : choice!.Value, reason);
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
        return _trainingLaw ??= [.. model.Statistics.ClassCounts.Select(count => (float)((count + 1) / rows))];
    }
}
