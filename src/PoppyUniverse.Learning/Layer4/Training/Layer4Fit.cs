using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>One training run: the search for the best epoch, its calibration, then once more on all rows.</summary>
/// <param name="log">Rows, all with a Strength.</param>
/// <param name="options">Sizes and training.</param>
/// <param name="random">Where chance comes from.</param>
/// <param name="context">Threads, progress, checkpoints, clock.</param>
internal sealed class Layer4Fit(InteractionLog log, Layer4Options options, RandomStream random, TrainingContext context)
{
    // Fewer rows than this tell nothing about when to stop.
    private const int FewestValidationRows = 20;

    private readonly string _identity = TrainingIdentity.Of(log, options, random);
    private TimeSpan _time;
    private long _samples;

    public TrainingResult Run(CancellationToken cancellation)
    {
        var checkpoint = context.Checkpoints?.Load();
        if (checkpoint is not null && checkpoint.Identity != _identity)
            throw new CheckpointMismatchException();
        if (checkpoint?.Progress.Search is { } found)
            return TrainOnAll(found, checkpoint, cancellation);

        var (train, validation) = HoldBack();
        var search = Train(train, validation, options, (null, checkpoint), cancellation);
        var model = ToModel(search.Best, train, search.Record);
        var record = validation is not null && options.Calibrate
            ? search.Record with { Calibration = Layer4Calibrator.Find(model, validation, context.Threads) }
            : search.Record;
        return options.Refit && validation is not null && record.BestEpoch > 0
            ? TrainOnAll(record, null, cancellation)
            : Finish(search.Best, train, record);
    }

    // Once more, for as many epochs as were best, so that the latest interactions are learned too.
    private TrainingResult TrainOnAll(TrainingRecord search, TrainingCheckpoint? from, CancellationToken cancellation) =>
        Finish(Train(log, null, options with { Epochs = search.BestEpoch }, (search, from), cancellation).Best, log, search);

    private EpochLoop Train(
        InteractionLog train, InteractionLog? validation, Layer4Options epochs, (TrainingRecord? Search, TrainingCheckpoint? From) state, CancellationToken cancellation)
    {
        var start = Layer4Parameters.Initial(options, train.Users.Count, train.Catalog, random.Split("parameters"));
        Layer4Prior.Of(LogStatistics.Of(train)).CopyTo(start.OutputBias.Data, 0);
        using var training = new Layer4Training(train, validation, epochs, start, (random, context.Threads));
        var loop = new EpochLoop(training, epochs, context, start, (_identity, state.Search));
        loop.Run(state.From, cancellation);
        (_time, _samples) = (_time + loop.TrainingTime, _samples + loop.SamplesTrained);
        return loop;
    }

    private TrainingResult Finish(Layer4Parameters parameters, InteractionLog rows, TrainingRecord record)
    {
        Layer4Calibrator.Apply(record.Calibration, parameters, LogStatistics.Of(rows));
        return new(ToModel(parameters, rows, record), _time, _samples);
    }

    private Layer4Model ToModel(Layer4Parameters parameters, InteractionLog rows, TrainingRecord record)
    {
        var statistics = LogStatistics.Of(rows);
        AnswerAsUnknown(parameters, statistics);
        return new(options, log.Catalog, log.Users, parameters, (statistics, record));
    }

    private (InteractionLog Train, InteractionLog? Validation) HoldBack()
    {
        if (log.Count * options.ValidationFraction < FewestValidationRows)
            return (log, null);
        var split = Split.ByTime(log, 1 - options.ValidationFraction);
        return (split.Train, split.Test);
    }

    // Rows that were never trained hold random numbers; the unknown row was trained in their place.
    private static void AnswerAsUnknown(Layer4Parameters parameters, LogStatistics statistics)
    {
        for (var user = 0; user < parameters.Users; user++)
        {
            if (statistics.UserCounts[user] == 0)
                CopyLastRow(user, parameters.UserEmbedding, parameters.UserBias);
        }

        for (var value = 0; value < parameters.Values; value++)
        {
            if (statistics.ValueCounts[value] == 0)
                CopyLastRow(value, parameters.ValueEmbedding, parameters.ValueBias);
        }

        static void CopyLastRow(int row, params ReadOnlySpan<NamedTensor> tables)
        {
            foreach (var table in tables)
            {
                var width = table.Shape[1];
                table.Data.AsSpan(^width).CopyTo(table.Data.AsSpan(row * width, width));
            }
        }
    }
}
