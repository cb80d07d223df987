using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Recommending;

/// <summary>Expected Strength of every known user for every value of the catalog.</summary>
public sealed class PredictionTable
{
    private readonly float[][] _rows;

    private PredictionTable(IRecommender model) =>
        (Catalog, Users, _rows) = (model.Catalog, model.Users, new float[model.Users.Count][]);

    /// <summary>The categories: columns.</summary>
    public Catalog Catalog { get; }

    /// <summary>The users: rows.</summary>
    public IdMap Users { get; }

    /// <summary>Expected Strengths of a user, (V).</summary>
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
                table._rows[user] = [.. average.Average.ExpectedStrengths];
                progress?.Report(Interlocked.Increment(ref done));
                return average;
            },
            _ => { });
        return table;
    }
}
