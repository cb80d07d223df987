using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The state of a training run: lanes with their users and rows, the shared weights and their optimizer, the head. Steps
/// through epochs; knows nothing of when to stop.
/// </summary>
internal sealed unsafe class NetworkTraining : IDisposable
{
    private static readonly int[] NoValue = [0];

    private readonly NetworkOptions _options;
    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly SharedOptimizer _optimizer;
    private readonly IHead _head;
    private readonly BatchValues _values;
    private readonly LanePlan _plan;
    private readonly Lane[] _lanes;
    private readonly LaneRows[] _rows;
    private readonly RecencyWeights _recency;
    private readonly Column<PackedRow>[] _validation;
    private readonly LaneWorkers _workers;
    private readonly double[] _laneLosses;

    /// <param name="logs">Rows to train on, and to judge by.</param>
    /// <param name="options">Sizes and training.</param>
    /// <param name="network">The network's sizes, what it starts from, and its head, with a loss for each lane.</param>
    /// <param name="run">Where chance comes from; worker threads.</param>
    public NetworkTraining(
        (InteractionLog Train, InteractionLog? Validation) logs, NetworkOptions options, (NetworkShape Shape, NetworkParameters Start, IHead Head) network, (RandomStream Random, int Threads) run)
    {
        var (train, lanes) = (logs.Train, network.Head.Losses.Count);
        (_options, _shape, _head) = (options, network.Shape, network.Head);
        _weights = new(_shape);
        ParameterTransfer.Load(network.Start, _shape, _weights);
        var statistics = LogStatistics.Of(train);
        _optimizer = new(_shape, _weights, (float)(options.WeightDecay / Math.Max(1, train.Count)), [.. statistics.ValueCounts.Select(RowDecay), 0]);
        _values = new(train.Catalog.ValueCount + 1);
        _plan = new(statistics.UserCounts, lanes);
        _recency = new(train, options.HalfLifeDays);
        _lanes = [.. _plan.UsersOfLane.Select((_, lane) => new Lane(
            _shape, _weights, [.. _plan.InLane(lane).Select(user => RowDecay(statistics.UserCounts[user]))],
            (_head.Losses[lane], _recency, options.Dropout > 0 ? new HiddenDropout(options.Dropout, run.Random.Split("dropout").Split(lane)) : null)))];
        for (var user = 0; user < train.Users.Count; user++)
        {
            var (lane, index) = _plan.Of(user);
            ParameterTransfer.LoadUser(network.Start, user, _shape, new(_lanes[lane].Users.Row(index), _shape.UserRow));
        }

        var unknownValue = _head.DropsValues ? _shape.Values : (int?)null;
        _rows = [.. Pack(train).Select((rows, lane) => new LaneRows(rows, _lanes[lane].Users.Users, unknownValue, run.Random.Split("lanes").Split(lane)))];
        _validation = logs.Validation is null ? [] : Pack(logs.Validation);
        _laneLosses = new double[lanes];
        _workers = new(run.Threads, lanes);
        TrainRows = train.Count;
        ValidationRows = logs.Validation?.Count ?? 0;
    }

    public long TrainRows { get; }

    public long ValidationRows { get; }

    /// <summary>Steps of an epoch: enough batches of the asked size for all rows.</summary>
    public long Steps => EpochSteps(TrainRows, _options);

    /// <summary>Optimizer steps so far.</summary>
    public long AdamSteps { get; private set; }

    /// <summary>Steps of an epoch over so many rows.</summary>
    public static long EpochSteps(long rows, NetworkOptions options) => Math.Max(1, (rows + options.BatchSize - 1) / options.BatchSize);

    /// <summary>Brings the rows into the order of an epoch.</summary>
    public void StartEpoch(int epoch) => _workers.ForEachLane(lane => _rows[lane].Start(epoch, _options.IdDropout));

    /// <summary>One step of the epoch that was started; returns the weighted mean loss of its batch.</summary>
    public double Step(long step)
    {
        var batch = 0;
        _values.Start();
        if (!_rows.All(rows => rows.IsPrepared(step)))
            _workers.ForEachLane(lane => _rows[lane].Prepare(step, Steps));
        foreach (var rows in _rows)
        {
            _values.Add(rows.Part);
            batch += rows.Part.Length;
        }

        foreach (var value in InputValues)
            _weights.DeriveValue(value);
        _head.StartBatch(_values.Distinct, ++AdamSteps);
        var adam = new Adam(_options.Adam, AdamSteps, _options.Adam.Rate(AdamSteps, Steps * _options.Epochs, Steps));
        var scale = 1f / batch;
        _workers.ForEachLane(lane =>
        {
            _laneLosses[lane] = _lanes[lane].Train(_rows[lane].Part, InputValues, scale, adam);
            if (step + 1 < Steps)
                _rows[lane].Prepare(step + 1, Steps);
        });
        if (_head.State.Any())
            _workers.ForEachLane(lane => _head.Step(adam, lane, _lanes.Length));
        _workers.ForEachLane(part => _lanes[0].Gradients.Add(_lanes.AsSpan(1), InputValues, part, _lanes.Length));
        _optimizer.Step(_lanes[0].Gradients, InputValues, adam);
        return Sum(_laneLosses);
    }

    /// <summary>Mean loss of the validation rows; null without any.</summary>
    public double? Validate()
    {
        if (ValidationRows == 0)
            return null;
        _weights.DeriveAll();
        _workers.ForEachLane(lane => _laneLosses[lane] = Evaluate(lane));
        return Sum(_laneLosses) / ValidationRows;
    }

    /// <summary>Copies the current parameters.</summary>
    public void CopyTo(INetworkParameters parameters)
    {
        var network = parameters.Network;
        ParameterTransfer.Store(_weights, _shape, network);
        for (var user = 0; user < network.Users; user++)
        {
            var (lane, index) = _plan.Of(user);
            ParameterTransfer.StoreUser(new(_lanes[lane].Users.Row(index), _shape.UserRow), user, _shape, network);
        }

        _head.CopyTo(parameters);
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

    // A network without values still has one place for the bias of its first layer.
    private ReadOnlySpan<int> InputValues => _shape.TakesValue ? _values.Distinct : NoValue;

    private IEnumerable<(string Name, AlignedFloats Floats)> State() =>
    [
        ("shared", _weights.Block), ("shared.mean", _optimizer.Mean), ("shared.variance", _optimizer.Variance),
        .. _lanes.Select((lane, number) => ($"lane.{number}.users", lane.Users.Rows)), .. _head.State,
    ];

    private float RowDecay(long interactions) => (float)(_options.RowDecay / Math.Max(1, interactions));

    private Column<PackedRow>[] Pack(InteractionLog log)
    {
        Column<PackedRow>[] lanes = [.. _lanes.Select(_ => new Column<PackedRow>())];
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            ReadOnlySpan<int> users = log.UserIndices.Chunk(c), values = log.ValueIndices.Chunk(c);
            var strengths = log.Strengths.Chunk(c);
            var times = log.UnixMicroseconds.Chunk(c);
            for (var i = 0; i < users.Length; i++)
            {
                var (lane, index) = _plan.Of(users[i]);
                lanes[lane].Append(new PackedRow(index, values[i], TimeSlot.FromUnixMicroseconds(times[i]), strengths[i], _recency.LevelOf(times[i])));
            }
        }

        return lanes;
    }

    private double Evaluate(int lane)
    {
        var loss = 0.0;
        for (var c = 0; c < _validation[lane].ChunkCount; c++)
            loss += _lanes[lane].Evaluate(_validation[lane].Chunk(c));
        return loss;
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
