namespace PoppyUniverse.Learning.Layer4;

/// <summary>Runs epochs until the validation loss no longer falls, and keeps the best.</summary>
internal sealed class EpochLoop(Layer4Training training, Layer4Options options, TrainingContext context, Layer4Parameters start)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(50);

    private readonly List<EpochRecord> _epochs = [];
    private double? _lastFiniteLoss;
    private long _lastReport;

    /// <summary>Time spent in training steps.</summary>
    public TimeSpan TrainingTime { get; private set; }

    /// <summary>Samples of all epochs.</summary>
    public long SamplesTrained { get; private set; }

    /// <summary>The parameters of the best epoch; before training, those it starts from.</summary>
    public Layer4Parameters Best { get; } = start;

    /// <summary>How it went; valid after <see cref="Run"/>.</summary>
    public TrainingRecord Record { get; private set; } = new([], 0, 0, 0);

    /// <summary>Trains.</summary>
    public void Run(CancellationToken cancellation)
    {
        var (bestEpoch, bestLoss) = (0, training.Validate());
        _epochs.Add(new(0, null, bestLoss));
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            var trainLoss = RunEpoch(epoch, cancellation);
            var loss = training.Validate();
            _epochs.Add(new(epoch, trainLoss, loss));
            Report(epoch, _epochs[^1]);
            // without a validation tail there is no better judge than having trained longer
            if (loss is null || loss < bestLoss)
            {
                (bestEpoch, bestLoss) = (epoch, loss);
                training.CopyTo(Best);
            }
            else if (epoch - bestEpoch >= options.Patience)
                break;
        }

        Record = new(_epochs, bestEpoch, training.TrainRows, training.ValidationRows);
    }

    private double RunEpoch(int epoch, CancellationToken cancellation)
    {
        var started = context.Clock.GetTimestamp();
        training.StartEpoch(epoch);
        var sum = 0.0;
        for (long step = 0; step < training.Steps; step++)
        {
            var loss = training.Step(step);
            if (!double.IsFinite(loss))
                throw new TrainingDivergedException(epoch, step + 1, _lastFiniteLoss);
            _lastFiniteLoss = loss;
            sum += loss;
            if (context.Clock.GetElapsedTime(_lastReport) >= BetweenReports)
            {
                cancellation.ThrowIfCancellationRequested();
                Report(epoch, null, (step + 1) * training.TrainRows / training.Steps);
            }
        }

        TrainingTime += context.Clock.GetElapsedTime(started);
        SamplesTrained += training.TrainRows;
        return sum / training.Steps;
    }

    private void Report(int epoch, EpochRecord? ended, long samplesOfEpoch = 0)
    {
        _lastReport = context.Clock.GetTimestamp();
        var done = ended is null ? SamplesTrained + samplesOfEpoch : SamplesTrained;
        context.Progress?.Report(new(epoch, options.Epochs, done, options.Epochs * training.TrainRows, ended));
    }
}
