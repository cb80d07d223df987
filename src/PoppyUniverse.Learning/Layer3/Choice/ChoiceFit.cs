using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>Fits the factorization of choices: finds its size, its number of sweeps and the weights of the laws on the validation tail, then fits all rows.</summary>
internal sealed class ChoiceFit(InteractionLog log, Layer3Options options, RandomStream random, TrainingClock clock)
{
    private readonly ChoiceFactorOptions _how = options.Choice;

    // candidates of one half-life, one after the other, share the counts
    private (Interaction[]? Rows, double HalfLife, UserPicks Picks) _counted;
    private readonly (int Users, int Values) _size = (log.Users.Count, log.Catalog.ValueCount);

    /// <summary>Fits.</summary>
    public (ChoiceFactors Factors, ChoiceFactorRecord Record) Run(CancellationToken cancellation)
    {
        var (train, tail) = ValidationTail.Of(log, options.ValidationFraction);
        Interaction[] rows = Rows(train);
        // vectors need not be longer than there are values
        ChoiceCandidate[] candidates = [.. _how.Candidates.Select(size => size with { Factors = Math.Min(size.Factors, _size.Values) })];
        List<Trial> trials = [.. candidates.Take(tail is null ? 1 : int.MaxValue).Select(candidate => Try(rows, candidate, tail is null ? null : new(Rows(tail), clock.Threads), cancellation))];
        double[] losses = [.. trials.Select(trial => trial.Sweeps[trial.Best].ValidationLoss ?? 0)];
        var best = Array.IndexOf(losses, losses.Min());
        var record = new ChoiceFactorRecord
        {
            Training = new(trials[best].Sweeps, trials[best].Best, rows.Length, tail?.Count ?? 0),
            Chosen = candidates[best],
            CandidateLosses = tail is null ? [] : losses,
            Weights = trials[best].Weights,
            NewestUnixMicroseconds = Newest(Rows(log)),
        };
        return (Fit(Rows(log), record, cancellation), record);
    }

    private ChoiceFactors Fit(Interaction[] rows, ChoiceFactorRecord record, CancellationToken cancellation)
    {
        var factors = Start(rows, record.Chosen);
        var als = new ImplicitAls(factors, record.Chosen, _how.CountExponent, clock.Threads);
        als.SolveUsers(cancellation);
        for (var sweep = 1; sweep <= record.Training.BestEpoch; sweep++)
            clock.Sweep(als.SolveValues, als.SolveUsers, (sweep, record.Training.BestEpoch, rows.Length), cancellation);
        return factors;
    }

    private ChoiceFactors Start(Interaction[] rows, ChoiceCandidate size)
    {
        var recency = new Recency(size.HalfLifeDays, Newest(rows));
        if (_counted.Rows != rows || _counted.HalfLife != size.HalfLifeDays)
            _counted = (rows, size.HalfLifeDays, UserPicks.Of(rows, _size, recency));
        var factors = ChoiceFactors.Count(rows, _counted.Picks, _size, (size.Factors, recency));
        RatingStartingPoint.DrawByName(factors.ValueFactor, log.Catalog, random);
        return factors;
    }

    // Without a tail: all sweeps, and counts and factors in equal parts.
    private Trial Try(Interaction[] rows, ChoiceCandidate size, ChoicePool? pool, CancellationToken cancellation)
    {
        var factors = Start(rows, size);
        var als = new ImplicitAls(factors, size, _how.CountExponent, clock.Threads);
        var (weights, loss) = pool?.Fit(factors, ChoiceWeights.Prior, useFactors: false, cancellation) ?? (ChoiceWeights.Prior with { Factors = 1 }, default(double?));
        List<EpochRecord> sweeps = [new(0, null, loss)];
        var (best, kept) = (0, weights);
        als.SolveUsers(cancellation);
        for (var sweep = 1; sweep <= _how.Sweeps && (pool is null || sweep <= best + _how.Patience); sweep++)
        {
            clock.Sweep(als.SolveValues, als.SolveUsers, (sweep, _how.Sweeps, rows.Length), cancellation);
            if (pool is not null)
                (weights, loss) = pool.Fit(factors, weights, useFactors: true, cancellation);
            sweeps.Add(new(sweep, als.Objective() / Math.Max(1, rows.Length), loss));
            if (pool is null || loss < sweeps[best].ValidationLoss)
                (best, kept) = (sweep, weights);
        }

        return new(kept, sweeps, best);
    }

    private static Interaction[] Rows(InteractionLog of) => [.. of.Rows().Select(row => of[row])];

    private static long Newest(Interaction[] rows) => rows.Max(row => row.UnixMicroseconds);

    private sealed record Trial(ChoiceWeights Weights, IReadOnlyList<EpochRecord> Sweeps, int Best);
}
