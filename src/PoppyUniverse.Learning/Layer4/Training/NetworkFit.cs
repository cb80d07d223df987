using System.Runtime.CompilerServices;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Fits one network: the search for the best epoch, its calibration, then once more on all rows.</summary>
/// <param name="rows">Rows the network can learn from, those of this rank's users; the ranks.</param>
/// <param name="kind">Which network.</param>
/// <param name="options">How much is held back, whether to train once more.</param>
/// <param name="context">Threads, progress, checkpoints, clock.</param>
/// <param name="run">What tells the run from others; how the rating network went and its tensors, when it is finished.</param>
internal sealed class NetworkFit(
    (InteractionLog Log, Ranks Ranks) rows, INetworkKind kind, Layer4Options options, TrainingContext context, (string Identity, TrainingRecord? Rating, IReadOnlyList<NamedTensor> Finished) run)
{
    // Fewer rows than this tell nothing about when to stop.
    private const int FewestValidationRows = 20;
    private const long MostCalibrationRows = 1 << 16;

    /// <summary>Time of the training loops.</summary>
    public TimeSpan TrainingTime { get; private set; }

    /// <summary>Samples of all epochs.</summary>
    public long SamplesTrained { get; private set; }

    /// <summary>Fits, from the start or from a checkpoint of this network.</summary>
    public (INetworkParameters Parameters, TrainingRecord Record) Run(TrainingCheckpoint? checkpoint, CancellationToken cancellation)
    {
        if (checkpoint?.Progress.Stage.Search is { } found)
            return TrainOnAll(found, checkpoint, cancellation);

        var (parameters, record) = Search(checkpoint, cancellation);
        return parameters is null ? TrainOnAll(record, null, cancellation) : (parameters, record);
    }

    // Looks for the best epoch; the parameters are null when all rows are still to be trained on. A method of its own, so
    // that nothing of the search is in memory any more when that begins.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (INetworkParameters? Parameters, TrainingRecord Record) Search(TrainingCheckpoint? checkpoint, CancellationToken cancellation)
    {
        context.Between?.Report("holding back the latest rows");
        var (train, validation) = HoldBack();
        var sample = validation is null ? null : Sample(validation);
        var start = Start(train, cancellation);
        var ofStart = sample is not null && kind.ComparesStart(train) ? Calibrate(start, train, sample) : default((Calibration Calibration, double Loss)?);
        var (best, record) = Train((train, validation), start, kind.Options.Epochs, (null, checkpoint), cancellation);
        if (sample is not null)
        {
            var (calibration, loss) = Calibrate(best, train, sample);
            var startWins = ofStart?.Loss < loss;
            record = record with { Calibration = startWins ? ofStart!.Value.Calibration : calibration, BestEpoch = startWins ? 0 : record.BestEpoch };
            if (options.Refit)
                return (null, record);
            if (startWins)
                best = Start(train, cancellation);
        }

        return Finish(best, train, record);
    }

    // Once more, for as many epochs as were best, so that the latest interactions are learned too.
    private (INetworkParameters Parameters, TrainingRecord Record) TrainOnAll(TrainingRecord search, TrainingCheckpoint? from, CancellationToken cancellation) =>
        Finish(Train((rows.Log, null), Start(rows.Log, cancellation), search.BestEpoch, (search, from), cancellation).Best, rows.Log, search);

    private INetworkParameters Start(InteractionLog train, CancellationToken cancellation)
    {
        context.Between?.Report("finding where to start");
        return kind.Start(train, cancellation);
    }

    private (Calibration Calibration, double Loss) Calibrate(INetworkParameters parameters, InteractionLog train, InteractionLog validation)
    {
        AnswerAsUnknown(parameters, train);
        context.Between?.Report("calibrating");
        return kind.Calibrate(parameters, train, validation, context.Threads);
    }

    // Returns what is to be kept alone: the loop holds the optimizer's state, the most there is.
    private (INetworkParameters Best, TrainingRecord Record) Train(
        (InteractionLog Train, InteractionLog? Validation) log, INetworkParameters start, int epochs, (TrainingRecord? Search, TrainingCheckpoint? From) state, CancellationToken cancellation)
    {
        context.Between?.Report("packing rows");
        using var training = kind.Open(log.Train, log.Validation, start, context.Threads);
        var stage = new TrainingStage(kind.Targets, state.Search, run.Rating);
        var loop = new EpochLoop(training, (epochs, kind.Options.Patience), context, (start, rows.Ranks), (stage, run.Identity, run.Finished));
        loop.Run(state.From, cancellation);
        (TrainingTime, SamplesTrained) = (TrainingTime + loop.TrainingTime, SamplesTrained + loop.SamplesTrained);
        return (loop.Best, loop.Record);
    }

    private (INetworkParameters Parameters, TrainingRecord Record) Finish(INetworkParameters parameters, InteractionLog trained, TrainingRecord record)
    {
        kind.Apply(record.Calibration, parameters, trained);
        AnswerAsUnknown(parameters, trained);
        return (parameters, record);
    }

    private (InteractionLog Train, InteractionLog? Validation) HoldBack()
    {
        var (log, ranks) = rows;
        if (ranks.Sum(log.Count)[0] * options.ValidationFraction < FewestValidationRows)
            return (log, null);
        return Split.PartsByTime(log, 1 - options.ValidationFraction, new(ranks.Plan.Lanes, user => ranks.FirstLane + ranks.Of(user).OwnLane, counts => ranks.Sum(counts)));
    }

    // Lane by lane every so many rows, from the first: a handful of numbers is found as well from some ten thousands as
    // from all.
    private InteractionLog Sample(InteractionLog validation)
    {
        var every = Math.Max(1, (rows.Ranks.Sum(validation.Count)[0] + MostCalibrationRows - 1) / MostCalibrationRows);
        var (seen, taken) = (new long[rows.Ranks.OwnLanes], Enumerable.Range(0, rows.Ranks.OwnLanes).Select(_ => new List<long>()).ToArray());
        foreach (var row in validation.Rows())
        {
            var lane = rows.Ranks.Of(validation.UserIndices[row]).OwnLane;
            if (seen[lane]++ % every == 0)
                taken[lane].Add(row);
        }

        return validation.Select(taken.SelectMany(lane => lane));
    }

    // Rows that were never trained hold random numbers; the unknown row was trained in their place.
    private void AnswerAsUnknown(INetworkParameters parameters, InteractionLog trained)
    {
        var (network, statistics) = (parameters.Network, rows.Ranks.Statistics(trained));
        CopyLast(statistics.UserCounts, network.UserEmbedding, network.UserFactor, network.UserBias);
        if (network.Value is { } value)
            CopyLast(statistics.ValueCounts, value.Embedding, value.Factor, value.Bias);

        static void CopyLast(long[] counts, params ReadOnlySpan<NamedTensor> tables)
        {
            for (var row = 0; row < counts.Length; row++)
            {
                foreach (var table in tables)
                {
                    if (counts[row] == 0)
                        table.CopyLastRowTo(row);
                }
            }
        }
    }
}
