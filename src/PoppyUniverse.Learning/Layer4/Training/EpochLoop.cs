namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Runs epochs until the validation loss no longer falls, and keeps the best; leaves a checkpoint now and then, from which
/// another loop goes on to the same bits.
/// </summary>
internal sealed class EpochLoop(
    NetworkTraining training, (int Most, int Patience) epochs, TrainingContext context, (INetworkParameters Parameters, Ranks Ranks) start,
    (TrainingStage Stage, string Identity, IReadOnlyList<NamedTensor> Finished) run)
{
    private const string BestPrefix = "best.";
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(50);

    private readonly List<EpochRecord> _epochs = [];
    private double? _lastFiniteLoss;
    private long _lastReport;
    private long _lastCheckpoint;
    private int _bestEpoch;
    private double? _bestLoss;

    /// <summary>Time spent in training steps.</summary>
    public TimeSpan TrainingTime { get; private set; }

    /// <summary>Samples of the epochs that this loop ran.</summary>
    public long SamplesTrained { get; private set; }

    /// <summary>The parameters of the best epoch; before training, those it starts from.</summary>
    public INetworkParameters Best { get; } = start.Parameters;

    /// <summary>How it went; valid after <see cref="Run"/>.</summary>
    public TrainingRecord Record { get; private set; } = new([], 0, 0, 0);

    /// <summary>Trains, from the start or from a checkpoint.</summary>
    public void Run(TrainingCheckpoint? from, CancellationToken cancellation)
    {
        _lastCheckpoint = context.Clock.GetTimestamp();
        var (epoch, step, lossSum) = from is null ? Begin() : GoOn(from);
        for (; epoch <= epochs.Most; (epoch, step, lossSum) = (epoch + 1, 0, 0))
        {
            var trainLoss = RunEpoch(epoch, step, lossSum, cancellation);
            var loss = training.Validate();
            _epochs.Add(new(epoch, trainLoss, loss));
            Report(epoch, _epochs[^1]);
            // without a validation tail there is no better judge than having trained longer
            if (loss is null || loss < _bestLoss)
            {
                (_bestEpoch, _bestLoss) = (epoch, loss);
                training.CopyTo(Best);
            }
            else if (epoch - _bestEpoch >= epochs.Patience)
                break;
        }

        Record = new(_epochs, _bestEpoch, training.TrainRows, training.ValidationRows);
    }

    private (int Epoch, long Step, double LossSum) Begin()
    {
        _bestLoss = training.Validate();
        _epochs.Add(new(0, null, _bestLoss));
        return (1, 0, 0);
    }

    private (int Epoch, long Step, double LossSum) GoOn(TrainingCheckpoint from)
    {
        var progress = from.Progress;
        training.Restore(from);
        WholeParameters.TakeOwn(Best, tensor => from[BestPrefix + tensor], start.Ranks);
        _epochs.AddRange(progress.Epochs);
        (_bestEpoch, _bestLoss) = (progress.BestEpoch, progress.BestLoss);
        return (progress.Epoch, progress.Step, progress.LossSum);
    }

    private double RunEpoch(int epoch, long firstStep, double lossSum, CancellationToken cancellation)
    {
        var started = context.Clock.GetTimestamp();
        training.StartEpoch(epoch);
        for (var step = firstStep; step < training.Steps; step++)
        {
            var (loss, signals) = training.Step(step, Wishes(cancellation));
            if (signals.HasFlag(StepSignals.Cancel))
                throw new OperationCanceledException(cancellation);
            if (!double.IsFinite(loss))
                throw new TrainingDivergedException(epoch, step + 1, _lastFiniteLoss);
            _lastFiniteLoss = loss;
            lossSum += loss;
            if (context.Clock.GetElapsedTime(_lastReport) >= BetweenReports)
                Report(epoch, null, (step + 1) * training.TrainRows / training.Steps);
            if (signals.HasFlag(StepSignals.Checkpoint))
                Checkpoint(epoch, step + 1, lossSum);
        }

        TrainingTime += context.Clock.GetElapsedTime(started);
        SamplesTrained += training.TrainRows * (training.Steps - firstStep) / training.Steps;
        return lossSum / training.Steps;
    }

    // What this rank asks for; the clock that tells when a checkpoint is due is that of rank 0.
    private StepSignals Wishes(CancellationToken cancellation)
    {
        var isDue = context.Checkpoints is not null && start.Ranks.Collective.Rank == 0 && context.Clock.GetElapsedTime(_lastCheckpoint) >= context.CheckpointEvery;
        return (cancellation.IsCancellationRequested ? StepSignals.Cancel : 0) | (isDue ? StepSignals.Checkpoint : 0);
    }

    private void Checkpoint(int epoch, long step, double lossSum)
    {
        var progress = new CheckpointProgress
        {
            Stage = run.Stage, Epoch = epoch, Step = step, AdamSteps = training.AdamSteps, LossSum = lossSum,
            BestEpoch = _bestEpoch, BestLoss = _bestLoss, Epochs = [.. _epochs],
        };
        var (state, best) = (training.State(), WholeParameters.Of(Best, start.Ranks).Select(tensor => tensor with { Name = BestPrefix + tensor.Name }));
        if (start.Ranks.Collective.Rank == 0)
            context.Checkpoints!.Save(new(run.Identity, progress, [.. state, .. best.Concat(run.Finished).Select(CheckpointTensor.Of)]));
        _lastCheckpoint = context.Clock.GetTimestamp();
    }

    private void Report(int epoch, EpochRecord? ended, long samplesOfEpoch = 0)
    {
        _lastReport = context.Clock.GetTimestamp();
        var done = (training.TrainRows * (epoch - 1)) + (ended is null ? samplesOfEpoch : training.TrainRows);
        context.Progress?.Report(new(epoch, epochs.Most, done, epochs.Most * training.TrainRows, ended));
    }
}
