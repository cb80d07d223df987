using PoppyUniverse.Evaluation.Measuring;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>
/// An experiment under way: judges are measured fold by fold, and their report is over the test rows of all folds.
/// Deterministic: the same rows, judges and stream give the same report for any number of threads and ranks. Ranks have the
/// logs and judges in whole and share the work: each asks the judges about some groups of users, and resamples some times.
/// Besides the logs it keeps 4 bytes a user, and sums whose number does not grow with users or rows.
/// </summary>
public sealed class Experiment
{
    private readonly IReadOnlyList<Fold> _folds;
    private readonly EvaluationOptions _options;
    private readonly RandomStream _random;
    private readonly ICollective _ranks;
    private readonly UserGroups _groups;
    private readonly Slicing _slices;
    private readonly List<Measurement> _measured = [];

    /// <summary>Begins.</summary>
    /// <param name="folds">The folds; their test logs share a catalog and a user map.</param>
    /// <param name="options">Resamples, confidence, threads.</param>
    /// <param name="random">Where groups and resamples come from.</param>
    /// <param name="ranks">The processes that share the work, all of which make the same calls; null for this one alone.</param>
    /// <exception cref="ArgumentException">No fold, or one without test rows.</exception>
    public Experiment(IReadOnlyList<Fold> folds, EvaluationOptions options, RandomStream random, ICollective? ranks = null)
    {
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(options);
        if (folds.Count == 0 || folds.Any(fold => fold.Test.Count == 0))
            throw new ArgumentException("The test log has no rows; expected at least one.", nameof(folds));
        if (folds.Any(fold => !ReferenceEquals(fold.Test.Users, folds[0].Test.Users)))
            throw new ArgumentException("The folds have different user maps; expected parts of one log.", nameof(folds));
        (_folds, _options, _random, _ranks) = (folds, options, random, ranks ?? Alone.Instance);
        _groups = new([.. folds.Select(fold => fold.Test)], random.Split("groups"));
        _slices = new(folds);
    }

    private long Rows => _folds.Sum(fold => fold.Test.Count);

    private long RatedRows => _folds.Sum(fold => fold.Test.StrengthCount);

    /// <summary>Measures judges on a fold's test rows; those of one name are one judge in the report.</summary>
    /// <param name="fold">Number of the fold.</param>
    /// <param name="judges">The judges; the first that has a metric is its baseline.</param>
    /// <param name="progress">Told the rows done so far, over all judges of the fold; of several ranks, as if all were as fast as this one.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <exception cref="ArgumentException">No judge, or one that does not fit the test log.</exception>
    public void Measure(int fold, IReadOnlyList<Judge> judges, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(judges);
        if (judges.Count == 0)
            throw new ArgumentException("There is no model to evaluate.", nameof(judges));
        var test = _folds[fold].Test;
        var opened = judges.Select(judge => (Of: MeasurementOf(judge), Open: judge.Open(test))).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellation };
        var done = 0L;
        for (long first = 0; first < test.Count; first += TestOrder.MostRows)
        {
            var part = new TestOrder(test, first, _groups);
            foreach (var (measurement, open) in opened)
                measurement.Add((test, fold), part, open, options, rows => progress?.Report(Interlocked.Add(ref done, rows) * _ranks.Size));
        }
    }

    /// <summary>What was measured, compared, with intervals and a verdict; the same on all ranks, but for what models cost.</summary>
    /// <param name="split">How the test rows were chosen: "time:0.8".</param>
    public EvaluationReport Report(string split)
    {
        var bootstrap = new Bootstrap(_groups.Count, _options.Resamples, _random, _ranks);
        foreach (var measurement in _measured)
            measurement.Gather();
        var scores = _measured.Select(measurement => Scores.Of(measurement, bootstrap, (_slices.All.Count, _folds[0].Test.Catalog.ValueCount, RatedRows > 0), _options.Threads)).ToList();
        var comparison = new Comparison(scores, _options.Confidence);
        var report = new EvaluationReport(Rows, RatedRows, _groups.UserCount, split, comparison.Results(), ExperimentWarnings.Of(_folds))
        {
            Comparisons = comparison.Pairs(),
            Slices = [.. _slices.All.Select((slice, s) => new SliceResult(slice.Kind, slice.Name, _slices.Rows[s], comparison.OfSlice(s)))],
        };
        return report with { Verdict = Verdict.Of(report) };
    }

    private Measurement MeasurementOf(Judge judge)
    {
        if (_measured.Find(measurement => measurement.Name == judge.Name) is { } known)
        {
            known.AddCost(judge.Cost);
            return known;
        }

        var measurement = new Measurement(judge, _groups, _slices, _folds[0].Test.Catalog, _ranks);
        _measured.Add(measurement);
        return measurement;
    }
}
