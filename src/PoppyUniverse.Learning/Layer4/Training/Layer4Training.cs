using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The state of a training run: lanes with their users and rows, the shared weights and their optimizer. Steps through
/// epochs; knows nothing of when to stop.
/// </summary>
internal sealed unsafe class Layer4Training : IDisposable
{
    private readonly Layer4Options _options;
    private readonly Layer4Shape _shape;
    private readonly Layer4Weights _weights;
    private readonly SharedOptimizer _optimizer;
    private readonly BatchValues _values;
    private readonly LanePlan _plan;
    private readonly Lane[] _lanes;
    private readonly LaneRows[] _rows;
    private readonly PackedRow[][] _validation;
    private readonly LaneWorkers _workers;
    private readonly double[] _laneLosses;

    public Layer4Training(InteractionLog train, InteractionLog? validation, Layer4Options options, Layer4Parameters start, (RandomStream Random, int Threads) run)
    {
        _options = options;
        _shape = new(options, train.Catalog);
        _weights = new(_shape);
        ParameterTransfer.Load(start, _shape, _weights);
        var statistics = LogStatistics.Of(train);
        _optimizer = new(_shape, _weights, (float)options.Adam.WeightDecay, [.. statistics.ValueCounts.Select(RowDecay), 0]);
        _values = new(_shape.Values + 1);
        _plan = new(statistics.UserCounts, options.Lanes);
        _lanes = [.. _plan.UsersOfLane.Select((_, lane) =>
            new Lane(_shape, _weights, options.Targets, [.. _plan.InLane(lane).Select(user => RowDecay(statistics.UserCounts[user]))]))];
        for (var user = 0; user < train.Users.Count; user++)
        {
            var (lane, index) = _plan.Of(user);
            ParameterTransfer.LoadUser(start, user, _shape, new(_lanes[lane].Users.Row(index), _shape.UserRow));
        }

        _rows = [.. Pack(train).Select((rows, lane) =>
            new LaneRows(rows, _lanes[lane].Users.Users, _shape.Values, run.Random.Split("lanes").Split(lane)))];
        _validation = validation is null ? [] : Pack(validation);
        _laneLosses = new double[options.Lanes];
        _workers = new(run.Threads, options.Lanes);
        TrainRows = train.Count;
        ValidationRows = validation?.Count ?? 0;
    }

    public long TrainRows { get; }

    public long ValidationRows { get; }

    /// <summary>Steps of an epoch: enough batches of the asked size for all rows.</summary>
    public long Steps => Math.Max(1, (TrainRows + _options.BatchSize - 1) / _options.BatchSize);

    /// <summary>Optimizer steps so far.</summary>
    public long AdamSteps { get; private set; }

    /// <summary>Brings the rows into the order of an epoch.</summary>
    public void StartEpoch(int epoch) => _workers.ForEachLane(lane => _rows[lane].Start(epoch, _options.IdDropout));

    /// <summary>One step of the epoch that was started; returns the mean loss of its batch.</summary>
    public double Step(long step)
    {
        long batch = 0;
        _values.Start();
        foreach (var rows in _rows)
        {
            var part = rows.Part(step, Steps);
            _values.Add(part);
            batch += part.Length;
        }

        foreach (var value in _values.Distinct)
            _weights.DeriveValue(value);
        var adam = new Adam(_options.Adam, ++AdamSteps);
        var scale = 1f / batch;
        _workers.ForEachLane(lane => _laneLosses[lane] = _lanes[lane].Train(_rows[lane].Part(step, Steps), _values.Distinct, scale, adam));
        _optimizer.Step(_lanes, _values.Distinct, adam);
        return Sum(_laneLosses) / batch;
    }

    /// <summary>Mean loss of the validation rows; null without any.</summary>
    public double? Validate()
    {
        if (ValidationRows == 0)
            return null;
        _weights.DeriveAll();
        _workers.ForEachLane(lane => _laneLosses[lane] = _lanes[lane].Evaluate(_validation[lane]));
        return Sum(_laneLosses) / ValidationRows;
    }

    /// <summary>Copies the current parameters.</summary>
    public void CopyTo(Layer4Parameters parameters)
    {
        ParameterTransfer.Store(_weights, _shape, parameters);
        for (var user = 0; user < parameters.Users; user++)
        {
            var (lane, index) = _plan.Of(user);
            ParameterTransfer.StoreUser(new(_lanes[lane].Users.Row(index), _shape.UserRow), user, _shape, parameters);
        }
    }

    /// <summary>Parameters and moments as kernels hold them, copied.</summary>
    public IEnumerable<NamedTensor> CopyState() => State().Select(part => new NamedTensor(part.Name, [part.Floats.Length], part.Floats.Span.ToArray()));

    /// <summary>Takes them back.</summary>
    public void Restore(TrainingCheckpoint checkpoint)
    {
        foreach (var (name, floats) in State())
            checkpoint.Tensors.Single(tensor => tensor.Name == name).Data.CopyTo(floats.Span);
        AdamSteps = checkpoint.Progress.AdamSteps;
        _weights.DeriveAll();
    }

    public void Dispose() => _workers.Dispose();

    private IEnumerable<(string Name, AlignedFloats Floats)> State() =>
    [
        ("shared", _weights.Block), ("shared.mean", _optimizer.Mean), ("shared.variance", _optimizer.Variance),
        .. _lanes.Select((lane, number) => ($"lane.{number}.users", lane.Users.Rows)),
    ];

    private float RowDecay(long interactions) => (float)(_options.RowDecay / Math.Max(1, interactions));

    private PackedRow[][] Pack(InteractionLog log)
    {
        var lanes = _lanes.Select(_ => new List<PackedRow>()).ToArray();
        foreach (var number in log.Rows())
        {
            var row = log[number];
            var (lane, index) = _plan.Of(row.UserIndex);
            lanes[lane].Add(new(index, row.ValueIndex, row.Slot, row.Strength));
        }

        return [.. lanes.Select(rows => rows.ToArray())];
    }

    // in order of lanes, whichever finished first
    private static double Sum(double[] losses)
    {
        var sum = 0.0;
        foreach (var loss in losses)
            sum += loss;
        return sum;
    }
}
