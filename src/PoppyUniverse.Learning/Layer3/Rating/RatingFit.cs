using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>Fits the factorization of Strength: finds its size, strictness and number of sweeps on the validation tail, then fits all rows.</summary>
internal sealed class RatingFit(InteractionLog log, Layer3Options options, RandomStream random, TrainingClock clock)
{
    private readonly RatingFactorOptions _how = options.Rating;

    /// <summary>Fits.</summary>
    public (RatingFactors Factors, RatingFactorRecord Record) Run(CancellationToken cancellation)
    {
        var rated = log.WithStrength();
        var (train, tail) = ValidationTail.Of(rated, options.ValidationFraction);
        if (tail is null)
            return Unjudged(new(rated), cancellation);
        var record = Search(new(train), new(new RatingRows(tail), clock.Threads), LogStatistics.Of(train).ClassCounts, cancellation);
        var (factors, penalties) = Fit(new(rated), record, cancellation);
        return (factors, record with { Penalties = penalties });
    }

    // Too few rows to hold any back: the first candidate, as it is.
    private (RatingFactors Factors, RatingFactorRecord Record) Unjudged(RatingRows rows, CancellationToken cancellation)
    {
        var (biases, penalties) = RatingStartingPoint.Of(rows, _how.TimeBiases);
        var trial = Try(rows, (biases, penalties), _how.Candidates[0], null, cancellation);
        var record = new RatingFactorRecord
        {
            Training = new(trial.Sweeps, trial.Best, rows.Count, 0),
            Chosen = _how.Candidates[0],
            CandidateLosses = [],
            Penalties = penalties,
            Scale = 1,
            ClassDeviation = DeviationOf(rows, trial.Factors),
        };
        return (trial.Factors, record);
    }

    private RatingFactorRecord Search(RatingRows rows, RatingTail tail, long[] classCounts, CancellationToken cancellation)
    {
        var start = RatingStartingPoint.Of(rows, _how.TimeBiases);
        List<Trial> trials = [.. _how.Candidates.Select(candidate => Try(rows, start, candidate, tail, cancellation))];
        double[] losses = [.. trials.Select(trial => trial.Sweeps[trial.Best].ValidationLoss!.Value)];
        var best = Array.IndexOf(losses, losses.Min());
        var scale = tail.Scale(trials[best].Factors);
        return new()
        {
            Training = new(trials[best].Sweeps, trials[best].Best, rows.Count, tail.Count),
            Chosen = trials[best].Best == 0 ? _how.Candidates[best] with { Factors = 0 } : _how.Candidates[best],
            CandidateLosses = losses,
            Penalties = start.Penalties,
            Scale = scale,
            ClassDeviation = tail.Deviation(trials[best].Factors, scale, classCounts),
        };
    }

    // All rows, as many sweeps as were best.
    private (RatingFactors Factors, RatingPenalties Penalties) Fit(RatingRows rows, RatingFactorRecord record, CancellationToken cancellation)
    {
        var (biases, penalties) = RatingStartingPoint.Of(rows, _how.TimeBiases);
        var factors = RatingStartingPoint.WithFactors(biases, record.Chosen.Factors, log.Catalog, random);
        var als = Als(rows, factors, penalties, record.Chosen);
        als.SolveUsers(cancellation);
        for (var sweep = 1; sweep <= record.Training.BestEpoch; sweep++)
            clock.Sweep(als.SolveValues, als.SolveUsers, (sweep, record.Training.BestEpoch, rows.Count), cancellation);
        return (factors, penalties);
    }

    private RatingAls Als(RatingRows rows, RatingFactors factors, RatingPenalties penalties, FactorCandidate size) =>
        new(rows, factors, penalties, (size.Regularization, _how.CountExponent), clock.Threads);

    private Trial Try(RatingRows rows, (RatingFactors Biases, RatingPenalties Penalties) start, FactorCandidate size, RatingTail? tail, CancellationToken cancellation)
    {
        var factors = RatingStartingPoint.WithFactors(start.Biases, size.Factors, log.Catalog, random);
        var als = Als(rows, factors, start.Penalties, size);
        List<EpochRecord> sweeps = [new(0, null, tail?.Loss(start.Biases))];
        var (best, kept) = (0, start.Biases);
        als.SolveUsers(cancellation);
        for (var sweep = 1; sweep <= _how.Sweeps && (tail is null || sweep <= best + _how.Patience); sweep++)
        {
            clock.Sweep(als.SolveValues, als.SolveUsers, (sweep, _how.Sweeps, rows.Count), cancellation);
            sweeps.Add(new(sweep, als.Objective() / rows.Count, tail?.Loss(factors)));
            if (tail is not null && sweeps[sweep].ValidationLoss >= sweeps[best].ValidationLoss)
                continue;
            (best, kept) = (sweep, factors.Copy());
        }

        return new(kept, sweeps, best);
    }

    // without rows held back: the deviation that explains the rows themselves, which is too sure of itself for few rows
    private double DeviationOf(RatingRows rows, RatingFactors factors)
    {
        var counts = new long[Interaction.StrengthClasses];
        foreach (var strength in rows.Strengths)
            counts[(int)strength - 1]++;
        return new RatingTail(rows, clock.Threads).Deviation(factors, 1, counts);
    }

    private sealed record Trial(RatingFactors Factors, IReadOnlyList<EpochRecord> Sweeps, int Best);
}
