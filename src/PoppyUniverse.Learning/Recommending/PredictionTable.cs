using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Recommending;

/// <summary>
/// What every known user would make of every value of the catalog: expected Strength, or, when the model does not predict
/// it, the probability that the user picks the value next.
/// </summary>
public sealed class PredictionTable
{
    private readonly float[][] _rows;

    private PredictionTable(IRecommender model) =>
        (Catalog, Users, _rows) = (model.Catalog, model.Users, new float[model.Users.Count][]);

    /// <summary>The categories: columns.</summary>
    public Catalog Catalog { get; }

    /// <summary>The users: rows.</summary>
    public IdMap Users { get; }

    /// <summary>A user's numbers, (V).</summary>
    public ReadOnlySpan<float> Row(int userIndex) => _rows[userIndex];

    /// <summary>Predicts the table.</summary>
    /// <param name="model">The model.</param>
    /// <param name="at">Hour of the week; null averages over those of the training log, by their frequency.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="progress">Told the users done so far.</param>
    /// <param name="cancellation">Stops between users.</param>
    public static PredictionTable Of(
        IRecommender model, TimeSlot? at, int threads, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var table = new PredictionTable(model);
        int[] values = [.. Enumerable.Range(0, model.Catalog.ValueCount)];
        var done = 0L;
        Parallel.For(
            0,
            model.Users.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            () => new SlotAverage(model, at, values),
            (user, _, average) =>
            {
                average.Score(user);
                var scores = average.Average;
                table._rows[user] = [.. scores.ExpectedStrengths.Length > 0 ? scores.ExpectedStrengths : scores.ChoiceProbabilities];
                progress?.Report(Interlocked.Increment(ref done));
                return average;
            },
            _ => { });
        return table;
    }
}
