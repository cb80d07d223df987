using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Fits a <see cref="TasteModel"/> by expectation-maximization (Rubin and Thayer, "EM algorithms for ML factor analysis",
/// 1982): users' posteriors under the values, then values, noise and variances from the users' moments, so that whatever few
/// rows cannot tell is drawn to its mean as far as the log itself asks for (empirical Bayes). Values are learned from a
/// <see cref="TasteSample"/>. Sums go in order of lanes: any number of threads and ranks gives the same bits.
/// </summary>
internal sealed class TasteFit
{
    /// <summary>More values are too many for their regressions to be kept.</summary>
    public const int MostValues = 1_024;

    private const int ValuesAtATime = 32;
    private const int FirstSweepOfVariances = 3;
    private const double PriorEntries = 100; // what the prior variance of M counts, in entries of M
    private const double SmallestVariance = 1e-8;

    private readonly InteractionLog _log;
    private readonly (int Threads, Ranks Ranks) _run;
    private readonly TasteSample _sample;
    private readonly TasteMoments _moments;

    /// <param name="log">The rows, those of this rank's users.</param>
    /// <param name="model">Where to begin; what is fitted.</param>
    /// <param name="run">Worker threads; the ranks.</param>
    public TasteFit(InteractionLog log, TasteModel model, (int Threads, Ranks Ranks) run)
    {
        (_log, Model, _run) = (log, model, run);
        _sample = new(log, model.Mean, run.Ranks);
        _moments = new(model, _sample.Users.Count);
    }

    /// <summary>What is fitted.</summary>
    public TasteModel Model { get; }

    /// <summary>So many sweeps.</summary>
    public void Run(int sweeps, CancellationToken cancellation)
    {
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            FindUsers(sweep >= FirstSweepOfVariances);
            FindValues(sweep >= FirstSweepOfVariances);
        }
    }

    /// <summary>The means of all of this rank's users: (U × (2 + R)), level, weekend, tastes.</summary>
    public float[] Users()
    {
        var users = _log.Users.Count;
        var (width, model) = (2 + Model.Rank, Model);
        var means = new float[users * width];
        var atATime = Math.Max(1, TasteSample.MostCells / model.Values);
        for (var start = 0; start < users; start += atATime)
        {
            var (from, count) = (start, Math.Min(atATime, users - start));
            var cells = new TasteCells(_log, UserSample.Range(users, from, from + count), count, model.Mean);
            Parallel.For(0, count, Options, () => new TastePosterior(model), (slot, _, posterior) =>
            {
                posterior.Find(cells, slot);
                for (var i = 0; i < width; i++)
                    means[((from + slot) * width) + i] = (float)posterior.Mean[i];
                return posterior;
            }, _ => { });
        }

        return means;
    }

    private ParallelOptions Options => new() { MaxDegreeOfParallelism = _run.Threads };

    private void FindUsers(bool variances)
    {
        const int Numbers = 5; // residual, rows, users, squares of level and weekend
        var own = new double[_sample.Users.Lanes.Length * Numbers];
        Parallel.For(0, _sample.Users.Lanes.Length, Options, lane =>
        {
            var posterior = new TastePosterior(Model);
            var sums = own.AsSpan(lane * Numbers, Numbers);
            foreach (var slot in _sample.Users.Lanes[lane])
            {
                posterior.Find(_sample.Cells, slot);
                _moments.Set(slot, posterior);
                if (posterior.Rows == 0)
                    continue;
                (sums[0], sums[1], sums[2]) = (sums[0] + posterior.Residual, sums[1] + posterior.Rows, sums[2] + 1);
                for (var i = 0; i < 2; i++)
                    sums[3 + i] += (posterior.Mean[i] * posterior.Mean[i]) + posterior.Covariance[(i * Model.UserWidth) + i];
            }
        });
        var all = _run.Ranks.SumLanes(own, Numbers);
        if (all[1] == 0)
            return; // nobody of the sample has rated anything
        Model.Noise = Math.Max(SmallestVariance, (_sample.Squares + all[0]) / all[1]);
        if (variances)
            (Model.LevelVariance, Model.WeekendVariance) = (Math.Max(SmallestVariance, all[3] / all[2]), Math.Max(SmallestVariance, all[4] / all[2]));
    }

    private void FindValues(bool variances)
    {
        const int Numbers = (2 * TasteModel.Waves) + 1;
        var (model, length) = (Model, TasteValue.Length(Model));
        var squares = new double[Numbers];
        for (var start = 0; start < model.Values; start += ValuesAtATime)
        {
            var (from, count) = (start, Math.Min(ValuesAtATime, model.Values - start));
            var own = new double[_sample.Users.Lanes.Length * count * length];
            Parallel.For(0, _sample.Users.Lanes.Length * count, Options, part =>
            {
                var (lane, value) = (part / count, from + (part % count));
                var to = own.AsMemory(part * length, length);
                foreach (var slot in _sample.Users.Lanes[lane])
                {
                    var cell = _sample.Cells.Of(slot, value);
                    if (cell[0] != 0)
                        TasteValue.Add(cell, _moments, slot, (model.Width, to));
                }
            });
            var (sums, of) = (_run.Ranks.SumLanes(own, count * length), new double[count * Numbers]);
            Parallel.For(0, count, Options, i => TasteValue.Solve(model, from + i, sums.AsSpan(i * length, length), of.AsSpan(i * Numbers, Numbers)));
            for (var i = 0; i < of.Length; i++)
                squares[i % Numbers] += of[i];
        }

        if (variances && squares[^1] > 0)
            SetVariances(squares);
    }

    private void SetVariances(double[] squares)
    {
        var (model, values) = (Model, squares[^1]);
        model.ValueVariances = [.. squares[..TasteModel.Waves].Select(sum => Math.Max(SmallestVariance, sum / values))];
        model.TasteVariances = [.. squares[TasteModel.Waves..^1].Select(sum => (sum + (PriorEntries * model.PriorVariance)) / ((values * model.Rank) + PriorEntries))];
    }
}
