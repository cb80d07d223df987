using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>What one model said of each of n test rows, in their order.</summary>
/// <param name="Name">The model's name in reports.</param>
/// <param name="ExpectedStrengths">(n), in [1, 5].</param>
/// <param name="ClassProbabilities">(n × 5); empty when the model does not predict classes.</param>
public sealed record RowPredictions(string Name, float[] ExpectedStrengths, float[] ClassProbabilities)
{
    private const int RowsPerPart = 4_096;

    /// <summary>Whether the model predicts classes.</summary>
    public bool HasClasses => ClassProbabilities.Length > 0;

    /// <summary>Scores the rows of a log. Users are matched by id, so the log may have users of its own.</summary>
    /// <param name="model">The model; its catalog must be the log's.</param>
    /// <param name="log">The rows.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="cancellation">Stops between parts.</param>
    /// <exception cref="ArgumentException">The catalogs differ.</exception>
    public static RowPredictions Of(IRecommender model, InteractionLog log, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(log);
        if (!model.Catalog.Equals(log.Catalog))
            throw new ArgumentException("The log and the model have different catalogs.", nameof(log));
        var count = checked((int)log.Count);
        var scores = new PredictionBuffer(count, model.Targets & (PredictionTargets.Strength | PredictionTargets.Class));
        int[] users = ReferenceEquals(model.Users, log.Users)
            ? [.. Enumerable.Range(0, log.Users.Count)]
            : [.. Enumerable.Range(0, log.Users.Count).Select(user => model.Users.IndexOf(log.Users[user]))];
        var parts = (count + RowsPerPart - 1) / RowsPerPart;
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, part =>
        {
            var first = part * RowsPerPart;
            var rows = Math.Min(RowsPerPart, count - first);
            var (userIndices, values, slots) = (new int[rows], new int[rows], new TimeSlot[rows]);
            for (var i = 0; i < rows; i++)
            {
                var row = log[first + i];
                (userIndices[i], values[i], slots[i]) = (users[row.UserIndex], row.ValueIndex, row.Slot);
            }

            model.Score(new(userIndices, values, slots), scores.Slice(first, rows));
        });
        return new(model.Name, scores.ExpectedStrengths, scores.ClassProbabilities);
    }
}
