using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The state of a training run: this rank's lanes with their users and rows, the shared weights and their optimizer, the
/// head. Steps through epochs; knows nothing of when to stop.
/// </summary>
internal sealed unsafe partial class NetworkTraining : IDisposable
{
    private static readonly int[] NoValue = [0];

    private readonly NetworkOptions _options;
    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly SharedOptimizer _optimizer;
    private readonly IHead _head;
    private readonly Ranks _ranks;
    private readonly Lane[] _lanes; // this rank's
    private readonly LaneRows[] _rows;
    private readonly BatchValues[] _values; // of the rows that are prepared
    private readonly LaneGradients[] _gradients; // of all lanes
    private readonly double[] _losses;
    private readonly StepExchange _exchange;
    private readonly RecencyWeights _recency;
    private readonly Column<PackedRow>[] _validation;
    private readonly LaneWorkers _workers;
    private readonly LaneSums _sums;

    /// <param name="logs">Rows to train on, and to judge by: those of this rank's users.</param>
    /// <param name="options">Sizes and training.</param>
    /// <param name="network">The network's sizes, what it starts from, and its head, with a loss for each lane of all ranks.</param>
    /// <param name="run">Where chance comes from; worker threads; the ranks.</param>
    public NetworkTraining(
        (InteractionLog Train, InteractionLog? Validation) logs, NetworkOptions options, (NetworkShape Shape, NetworkParameters Start, IHead Head) network,
        (RandomStream Random, int Threads, Ranks Ranks) run)
    {
        var (train, statistics) = (logs.Train, run.Ranks.Statistics(logs.Train));
        (_options, _shape, _head, _ranks, TrainRows) = (options, network.Shape, network.Head, run.Ranks, statistics.Rows);
        _weights = new(_shape);
        ParameterTransfer.Load(network.Start, _shape, _weights);
        _optimizer = new(_shape, _weights, (float)(options.WeightDecay / Math.Max(1, TrainRows)), [.. statistics.ValueCounts.Select(RowDecay), 0]);
        _recency = new(train, options.HalfLifeDays, _ranks.Collective);
        _workers = new(run.Threads, _ranks.OwnLanes);
        _lanes = [.. Enumerable.Range(0, _workers.Count).SelectMany(worker => NewLanes(_workers.LanesOf(worker), statistics.UserCounts, run.Random))];
        for (var user = 0; user < train.Users.Count; user++)
            ParameterTransfer.LoadUser(network.Start, user, _shape, UserRow(user));

        var unknownValue = _head.DropsValues ? _shape.Values : (int?)null;
        _rows = [.. Pack(train).Select((rows, lane) => new LaneRows(rows, _lanes[lane].Users.Users, unknownValue, run.Random.Split("lanes").Split(_ranks.FirstLane + lane)))];
        _validation = logs.Validation is null ? [] : Pack(logs.Validation);
        ValidationRows = logs.Validation is null ? 0 : _ranks.Sum(logs.Validation.Count)[0];
        _losses = new double[_ranks.Plan.Lanes];
        _gradients = [.. _losses.Select((_, lane) => IsOwn(lane) ? _lanes[lane - _ranks.FirstLane].Gradients : new(_shape, _weights))];
        var counts = _ranks.OfAllLanes<long>([.. _rows.Select(rows => rows.Count)]);
        _values = [.. _rows.Select(_ => new BatchValues(train.Catalog.ValueCount + 1))];
        _exchange = new(_ranks, (_values, counts), (_gradients, _head, train.Catalog.ValueCount + 1), Steps);
        _sums = new(_ranks, _workers);
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

    /// <summary>Mean loss of the validation rows; null without any.</summary>
    public double? Validate()
    {
        if (ValidationRows == 0)
            return null;
        _weights.DeriveAll();
        var own = new double[_lanes.Length];
        _workers.ForEachLane(lane => own[lane] = Evaluate(lane));
        return Sum(_ranks.OfAllLanes<double>(own)) / ValidationRows;
    }

    public void Dispose() => _workers.Dispose();

    private bool IsOwn(int lane) => lane >= _ranks.FirstLane && lane < _ranks.EndLane;

    private IEnumerable<Lane> NewLanes((int First, int End) lanes, long[] userCounts, RandomStream random)
    {
        var work = new TileWork(_shape, _weights);
        return Enumerable.Range(lanes.First, lanes.End - lanes.First).Select(lane => NewLane(lane, userCounts, random, work));
    }

    private Lane NewLane(int lane, long[] userCounts, RandomStream random, TileWork work)
    {
        var number = _ranks.FirstLane + lane;
        float[] decays = [.. Enumerable.Range(0, _ranks.UsersOf(lane)).Select(index => RowDecay(userCounts[_ranks.UserAt(lane, index)]))];
        return new(
            _shape, _weights, decays, (_head.Losses[number], _recency, _options.Dropout > 0 ? new HiddenDropout(_options.Dropout, random.Split("dropout").Split(number)) : null), work);
    }

    private float RowDecay(long interactions) => (float)(_options.RowDecay / Math.Max(1, interactions));

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
