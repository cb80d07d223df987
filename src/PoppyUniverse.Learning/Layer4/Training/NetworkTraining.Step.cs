using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

// A step: lanes find gradients and move their users, then their sums move what is shared.
internal sealed unsafe partial class NetworkTraining
{
    /// <summary>One step of the epoch that was started; returns the weighted mean loss of its batch, and what anybody asked for.</summary>
    public (double Loss, StepSignals Signals) Step(long step, StepSignals asked)
    {
        var isFirst = !_rows[0].IsPrepared(step);
        if (isFirst)
            _workers.ForEachLane(lane => Prepare(lane, step));
        _exchange.Start(step, isFirst);
        // a network without values still has one place for the bias of its first layer
        var values = _shape.TakesValue ? _exchange.Values.ToArray() : NoValue;
        if (!_weights.IsSmallCatalog)
        {
            foreach (var value in values)
                _weights.DeriveValue(value);
        }

        _head.StartBatch(_exchange.Values, ++AdamSteps);
        var adam = new Adam(_options.Adam, AdamSteps, _options.Adam.Rate(AdamSteps, Steps * _options.Epochs, Steps));
        TrainLanes(step, values, adam);
        var signals = _exchange.Finish(step, values, _losses, asked);
        MoveShared(values, adam);
        return (Sum(_losses), signals);
    }

    private void Prepare(int lane, long step)
    {
        _rows[lane].Prepare(step, Steps);
        _values[lane].Start();
        _values[lane].Add(_rows[lane].Part);
    }

    private void Begin(int lane) => _lanes[lane].Begin(_rows[lane].Part);

    private void TrainLanes(long step, int[] values, Adam adam)
    {
        var scale = 1f / _exchange.BatchSize(step);
        _workers.ForEach(worker =>
        {
            // each lane is begun while the one before it computes, so that its first users are near by then
            var (first, end) = _workers.LanesOf(worker);
            if (!_lanes[first].HasBegun)
                Begin(first);
            for (var lane = first; lane < end; lane++)
            {
                if (lane + 1 < end)
                    Begin(lane + 1);
                _losses[_ranks.FirstLane + lane] = _lanes[lane].Train(values, scale, adam);
                if (step + 1 < Steps)
                    Prepare(lane, step + 1);
            }

            if (step + 1 < Steps)
                Begin(first);
            foreach (var (to, from) in _sums.OfWorker(worker))
                _gradients[to].Add(_gradients[from], values);
        });
    }

    // The length of the whole gradient is known only when all of it has been folded.
    private void MoveShared(int[] values, Adam adam)
    {
        var headParts = _head.State.Any() ? _lanes.Length : 0;
        if (adam.Clips)
        {
            _workers.ForEachPart(SharedOptimizer.Parts, Fold);
            _optimizer.Clip(_gradients[0], adam);
        }

        _workers.ForEachPart(SharedOptimizer.Parts + headParts, part =>
        {
            if (part >= SharedOptimizer.Parts)
            {
                _head.Step(adam, part - SharedOptimizer.Parts, headParts);
                return;
            }

            if (!adam.Clips)
                Fold(part);
            _optimizer.Move(part, _gradients[0], values, adam);
        });

        void Fold(int part) => _optimizer.Fold(part, _gradients, _sums.Remaining, values);
    }
}
