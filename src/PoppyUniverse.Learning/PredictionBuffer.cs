using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>Owned memory for the predictions of <paramref name="rows"/> rows.</summary>
/// <param name="rows">Number of rows B.</param>
/// <param name="targets">What to keep room for.</param>
public sealed class PredictionBuffer(int rows, PredictionTargets targets)
{
    private const int RowsPerPart = 4_096;

    /// <summary>Number of rows B.</summary>
    public int Count => rows;

    /// <summary>What there is room for.</summary>
    public PredictionTargets Targets => targets;

    /// <summary>(B), or empty.</summary>
    public float[] ExpectedStrengths { get; } = Room(rows, targets, PredictionTargets.Strength);

    /// <summary>(B × 5), or empty.</summary>
    public float[] ClassProbabilities { get; } = Room(rows * Interaction.StrengthClasses, targets, PredictionTargets.Class);

    /// <summary>(B), or empty.</summary>
    public float[] ChoiceProbabilities { get; } = Room(rows, targets, PredictionTargets.Choice);

    /// <summary>The first <paramref name="count"/> rows from <paramref name="first"/> as a destination.</summary>
    public Predictions Slice(int first, int count) => new()
    {
        ExpectedStrengths = Part(ExpectedStrengths, first, count, 1),
        ClassProbabilities = Part(ClassProbabilities, first, count, Interaction.StrengthClasses),
        ChoiceProbabilities = Part(ChoiceProbabilities, first, count, 1),
    };

    /// <summary>All rows as a destination.</summary>
    public Predictions All => Slice(0, rows);

    /// <summary>Scores the rows of a log. Users are matched by id, so the log may have users of its own.</summary>
    /// <param name="model">The model; its catalog must be the log's.</param>
    /// <param name="log">The rows.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="cancellation">Stops between parts.</param>
    /// <exception cref="ArgumentException">The catalogs differ.</exception>
    public static PredictionBuffer Of(IRecommender model, InteractionLog log, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(model, log, model.Targets, threads, cancellation);
    }

    /// <summary>Scores the rows of a log for some of what a model predicts.</summary>
    /// <inheritdoc cref="Of(IRecommender, InteractionLog, int, CancellationToken)"/>
    /// <param name="model">The model; its catalog must be the log's.</param>
    /// <param name="log">The rows.</param>
    /// <param name="targets">What to predict.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="cancellation">Stops between parts.</param>
    public static PredictionBuffer Of(IRecommender model, InteractionLog log, PredictionTargets targets, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(log);
        if (!model.Catalog.Equals(log.Catalog))
            throw new ArgumentException("The log and the model have different catalogs.", nameof(log));
        var count = checked((int)log.Count);
        var buffer = new PredictionBuffer(count, targets);
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

            model.Score(new(userIndices, values, slots), buffer.Slice(first, rows));
        });
        return buffer;
    }

    /// <summary>The predictions of all ranks' rows, in order of ranks.</summary>
    internal PredictionBuffer OfAll(ICollective ranks)
    {
        if (ranks.Size == 1)
            return this;
        var all = new PredictionBuffer((int)ranks.Sum([rows])[0], targets);
        ranks.AllGather<float>(ExpectedStrengths).CopyTo(all.ExpectedStrengths, 0);
        ranks.AllGather<float>(ClassProbabilities).CopyTo(all.ClassProbabilities, 0);
        ranks.AllGather<float>(ChoiceProbabilities).CopyTo(all.ChoiceProbabilities, 0);
        return all;
    }

    /// <summary>Every rank's predictions as buffers of their own, in order of ranks, on rank 0; on the others none.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="counts">Rows of the first ranks; those behind have none.</param>
    public IReadOnlyList<PredictionBuffer> Gather(ICollective ranks, IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (strengths, classes, choices) = (ranks.Gather<float>(ExpectedStrengths), ranks.Gather<float>(ClassProbabilities), ranks.Gather<float>(ChoiceProbabilities));
        if (strengths is null)
            return [];
        var (all, first) = (new List<PredictionBuffer>(), 0);
        foreach (var count in counts)
        {
            var buffer = new PredictionBuffer(count, targets);
            Part(strengths, first, count, 1).CopyTo(buffer.ExpectedStrengths);
            Part(classes!, first, count, Interaction.StrengthClasses).CopyTo(buffer.ClassProbabilities);
            Part(choices!, first, count, 1).CopyTo(buffer.ChoiceProbabilities);
            all.Add(buffer);
            first += count;
        }

        return all;
    }

    private static float[] Room(int length, PredictionTargets targets, PredictionTargets target) =>
        targets.HasFlag(target) ? new float[length] : [];

    private static Span<float> Part(float[] all, int first, int count, int width) =>
        all.Length == 0 ? [] : all.AsSpan(first * width, count * width);
}
