using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation.Measuring;

/// <summary>
/// What is known of one judge: sums of each group of users, the numbers of all rows first, then those of every slice. The
/// groups are cut into lanes, a number that does not depend on the machine; a lane goes through its rows in order, so the
/// same rows give the same bits for any number of threads. Ranks have lanes in order.
/// </summary>
internal sealed class Measurement
{
    private const int Classes = Interaction.StrengthClasses;
    private const int RowsAtATime = 2_048;
    private const int MostLanes = 64;
    private const int ListedValuesOfAllLanes = 1 << 22;

    private readonly (UserGroups Groups, Slicing Slices) _of;
    private readonly Exposure[] _shownOfLane;
    private readonly ICollective _ranks;

    public Measurement(Judge judge, UserGroups groups, Slicing slices, Catalog catalog, ICollective ranks)
    {
        (Name, Targets, Cost, Role, _of, _ranks) = (judge.Name, judge.Targets, judge.Cost, judge.Role, (groups, slices), ranks);
        Width = Sums.Length + (slices.All.Count * Sums.SliceLength);
        OfGroups = new double[groups.Count * Width];
        _shownOfLane = [.. Enumerable.Range(0, Math.Clamp(ListedValuesOfAllLanes / catalog.ValueCount, 4, MostLanes)).Select(_ => new Exposure(catalog.ValueCount))];
    }

    /// <summary>The judge's name.</summary>
    public string Name { get; }

    /// <summary>What it predicts.</summary>
    public PredictionTargets Targets { get; }

    /// <summary>What it costs; seconds of all folds together.</summary>
    public ModelCost? Cost { get; private set; }

    /// <summary>What it is there for.</summary>
    public JudgeRole Role { get; }

    /// <summary>Numbers of a group.</summary>
    public int Width { get; }

    /// <summary>(groups × width).</summary>
    public double[] OfGroups { get; }

    /// <summary>What it showed first, over all rows.</summary>
    public Exposure Shown(int values)
    {
        var all = new Exposure(values);
        foreach (var shown in _shownOfLane)
            all.Add(shown);
        return all;
    }

    /// <summary>Takes in the costs of one more fold.</summary>
    public void AddCost(ModelCost? cost) =>
        Cost = Cost is null || cost is null ? Cost : new(Cost.TrainingSeconds + cost.TrainingSeconds, cost.Bytes);

    /// <summary>Adds what a judge says of a part of a fold's test rows; of the rows of this rank's lanes.</summary>
    /// <param name="test">The test log, and its number among the folds.</param>
    /// <param name="part">The rows.</param>
    /// <param name="open">Opens a reader of the judge's answers.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <param name="done">Told how many rows more are done, from any thread.</param>
    public void Add((InteractionLog Log, int Fold) test, TestOrder part, Func<IAnswers> open, ParallelOptions options, Action<int> done)
    {
        Parallel.For(FirstLane(_ranks.Rank), FirstLane(_ranks.Rank + 1), options, () => (Answers: open(), Batch: new RowBatch(RowsAtATime), Row: new RowSums(test.Log.Catalog.ValueCount)), (lane, _, own) =>
        {
            var rows = part.RowsOf(_of.Groups.FirstPlaceOf(FirstGroup(lane)), _of.Groups.FirstPlaceOf(FirstGroup(lane + 1)));
            while (!rows.IsEmpty)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                own.Batch.Count = Math.Min(rows.Length, RowsAtATime);
                for (var i = 0; i < own.Batch.Count; i++)
                    own.Batch.Rows[i] = part.FirstRow + rows[i];
                own.Answers.Read(own.Batch, _shownOfLane[lane]);
                Take(test, own.Batch, own.Row);
                done(own.Batch.Count);
                rows = rows[own.Batch.Count..];
            }

            return own;
        }, _ => { });
    }

    /// <summary>Completes what this rank has measured with what the others have.</summary>
    public void Gather()
    {
        if (_ranks.Size == 1)
            return;
        var (first, end) = (FirstLane(_ranks.Rank), FirstLane(_ranks.Rank + 1));
        _ranks.AllGather<double>(OfGroups.AsSpan((FirstGroup(first) * Width)..(FirstGroup(end) * Width))).CopyTo(OfGroups, 0);
        double[] own = [.. _shownOfLane[first..end].SelectMany(shown => shown.Numbers)];
        var all = _ranks.AllGather<double>(own);
        for (var lane = 0; lane < _shownOfLane.Length; lane++)
            _shownOfLane[lane].Take(all.AsSpan(lane * (all.Length / _shownOfLane.Length)));
    }

    private int FirstLane(int rank) => (int)((long)_shownOfLane.Length * rank / _ranks.Size);

    private int FirstGroup(int lane) => (int)((long)lane * _of.Groups.Count / _shownOfLane.Length);

    private void Take((InteractionLog Log, int Fold) test, RowBatch batch, RowSums sums)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.Rows[i];
            var group = OfGroups.AsSpan(_of.Groups.GroupOf(_of.Groups.PlaceOf(test.Log.UserIndices[row])) * Width, Width);
            sums.Clear();
            Rate(batch, i, test.Log.Strengths[row], sums, group);
            if (Targets.HasFlag(PredictionTargets.Choice))
                sums.Choose(batch.Probabilities[i], batch.Better[i], batch.Tied[i]);
            Add(sums.Row, group);
            var (byType, byUser) = _of.Slices.Of(test.Log, test.Fold, row);
            foreach (var slice in (ReadOnlySpan<int>)[byType, byUser])
            {
                if (slice != Slicing.None)
                    Add(sums.Row[..Sums.SliceLength], group[(Sums.Length + (slice * Sums.SliceLength))..]);
            }
        }
    }

    private void Rate(RowBatch batch, int i, byte strength, RowSums sums, Span<double> group)
    {
        if (strength == Interaction.MissingStrength || !Targets.HasFlag(PredictionTargets.Strength))
            return;
        var classes = Targets.HasFlag(PredictionTargets.Class) ? batch.Classes.AsSpan(i * Classes, Classes) : default;
        sums.Rate(batch.Expected[i], Role == JudgeRole.Oracle ? Median(classes) : batch.Expected[i], strength);
        if (!classes.IsEmpty)
            sums.Classify(classes, strength, group);
    }

    private static void Add(ReadOnlySpan<double> row, Span<double> to)
    {
        for (var place = 0; place < row.Length; place++)
            to[place] += row[place];
    }

    private static int Median(ReadOnlySpan<float> classes)
    {
        var below = 0f;
        for (var c = 0; c < Classes; c++)
        {
            if ((below += classes[c]) >= 0.5f)
                return c + 1;
        }

        return Classes;
    }
}
