using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Fits a <see cref="ChoiceTastes"/> by expectation-maximization: users' posteriors under the values, then a Newton's step of
/// the values, the share of habits and all variances from the posteriors (empirical Bayes). Values are learned from all
/// users, or some thousands, evenly spread. Sums go in order of lanes: any number of threads and ranks gives the same bits.
/// </summary>
internal sealed class ChoiceTasteFit
{
    private const int FirstSteps = 12; // of Newton, from no tastes
    private const int Steps = 1; // from those of the sweep before
    private const int FirstSweepOfVariances = 3;
    private const double PriorEntries = 100; // what the prior variance of M counts, in entries of M
    private const double SmallestVariance = 1e-4;
    private const long MostUsers = 1 << 14;
    private const long MostRows = 1 << 22;

    private readonly InteractionLog _log;
    private readonly long[] _userCounts;
    private readonly RecencyWeights _recency;
    private readonly (int Threads, Ranks Ranks) _run;
    private readonly ChoicePicks _picks;
    private readonly UserSample _users;
    private readonly double[] _means; // (slots × TasteWidth)

    /// <param name="log">The rows, those of this rank's users.</param>
    /// <param name="statistics">Of all rows.</param>
    /// <param name="start">Number of tastes; half-life of rows in days; where chance comes from.</param>
    /// <param name="run">Worker threads; the ranks.</param>
    public ChoiceTasteFit(InteractionLog log, LogStatistics statistics, (int Rank, double HalfLifeDays, RandomStream Random) start, (int Threads, Ranks Ranks) run)
    {
        (_log, _userCounts, _run) = (log, statistics.UserCounts, run);
        var all = statistics.Rows + (double)statistics.ValueCounts.Length;
        Model = new([.. statistics.ValueCounts.Select(count => (count + 1) / all)], start.Rank, start.Random);
        _recency = new(log, start.HalfLifeDays, run.Ranks.Collective);
        _users = new(run.Ranks, Math.Max(1, Math.Min(MostUsers, TasteSample.MostCells / statistics.ValueCounts.Length)));
        _picks = new(log, _users.SlotOf, _userCounts, (RowsOfUser, _recency));
        _means = new double[_users.Count * DenseRows.Padded(start.Rank)];
    }

    /// <summary>What is fitted.</summary>
    public ChoiceTastes Model { get; }

    /// <summary>So many sweeps.</summary>
    public void Run(int sweeps, CancellationToken cancellation)
    {
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            Sweep(sweep == 0 ? FirstSteps : Steps, sweep >= FirstSweepOfVariances);
        }
    }

    /// <summary>Tastes of all of this rank's users, (U × R).</summary>
    public float[] Users()
    {
        var (hours, means) = (new ChoiceHours(Model), new float[_userCounts.Length * Model.Rank]);
        for (int start = 0, end; start < _userCounts.Length; start = end)
        {
            var rows = 0L;
            for (end = start; end < _userCounts.Length && (end == start || rows < MostRows); end++)
                rows += Math.Min(MostRows, _userCounts[end]);
            var (from, count) = (start, end - start);
            var picks = new ChoicePicks(_log, UserSample.Range(_userCounts.Length, start, end), _userCounts, (MostRows, _recency));
            Parallel.For(0, count, Options, () => new ChoicePosterior(hours), (slot, _, posterior) =>
            {
                Array.Clear(posterior.Mean);
                posterior.Find(picks, slot, FirstSteps);
                for (var r = 0; r < Model.Rank; r++)
                    means[((from + slot) * Model.Rank) + r] = (float)posterior.Mean[r];
                return posterior;
            }, _ => { });
        }

        return means;
    }

    // in the sample a user may have as many rows as leave room for all others
    private long RowsOfUser => MostRows / Math.Clamp(_run.Ranks.UserPlace.All, 1, MostUsers);

    private ParallelOptions Options => new() { MaxDegreeOfParallelism = _run.Threads };

    private void Sweep(int steps, bool variances)
    {
        const int Weights = 2;
        var (hours, length) = (new ChoiceHours(Model), ChoiceSums.Length(Model));
        var laneLength = (Model.Values * length) + Weights;
        var own = new double[_users.Lanes.Length * laneLength];
        Parallel.For(0, _users.Lanes.Length, Options, lane =>
        {
            var (posterior, of) = (new ChoicePosterior(hours), own.AsMemory(lane * laneLength, laneLength));
            var sums = new ChoiceSums(hours, of);
            foreach (var slot in _users.Lanes[lane])
            {
                var mean = _means.AsSpan(slot * hours.TasteWidth, hours.TasteWidth);
                mean.CopyTo(posterior.Mean);
                posterior.Find(_picks, slot, steps);
                posterior.Mean.CopyTo(mean);
                sums.Add(posterior);
                of.Span[^2] += posterior.AllWeight;
                for (var hour = 0; hour < TimeSlot.Hours; hour++)
                    of.Span[^1] += posterior.Free(hour);
            }
        });
        var all = _run.Ranks.SumLanes(own, laneLength);
        if (all[^2] > 0)
            Model.Habit = 1 - (all[^1] / all[^2]);
        var squares = new double[Model.Values * 2 * DayWaves.Count];
        Parallel.For(0, Model.Values, Options, value =>
            ChoiceValue.Move(Model, value, all.AsSpan(value * length, length), squares.AsSpan(value * 2 * DayWaves.Count, 2 * DayWaves.Count)));
        if (variances)
            SetVariances(squares);
    }

    private void SetVariances(double[] squares)
    {
        var sums = new double[2 * DayWaves.Count];
        for (var i = 0; i < squares.Length; i++)
            sums[i % sums.Length] += squares[i];
        Model.ValueVariances = [Model.ValueVariances[0], .. sums[1..DayWaves.Count].Select(sum => Math.Max(SmallestVariance, sum / Model.Values))];
        Model.TasteVariances = [.. sums[DayWaves.Count..].Select(sum => (sum + (PriorEntries * Model.PriorVariance)) / ((Model.Values * Model.Rank) + PriorEntries))];
    }
}
