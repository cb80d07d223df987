using System.Runtime.InteropServices;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// What ranks tell each other in a step, in one message each: the lanes' losses and gradients, what is asked of all, and
/// the values of the rank's rows in the next step. The length of a message follows from what everybody knows, and each lane's
/// gradients are put where they would stand in one process, so that what comes after is the same code on the same numbers.
/// </summary>
/// <param name="ranks">The ranks.</param>
/// <param name="lanes">Values of the next step's rows of this rank's lanes, and the number of rows of every lane.</param>
/// <param name="gradients">Gradients of all lanes, the head's too, and the number of values that a row may have.</param>
/// <param name="steps">Steps of an epoch.</param>
internal sealed class StepExchange(Ranks ranks, (BatchValues[] Own, long[] Counts) lanes, (LaneGradients[] Lanes, IHead Head, int Values) gradients, long steps)
{
    private const int LossFloats = sizeof(double) / sizeof(float);
    private const int Signals = 0;
    private const int ValueCount = 1;
    private const int HeadInts = 2;

    private readonly BatchValues _own = new(gradients.Values);
    private BatchValues _values = new(gradients.Values);
    private BatchValues _next = new(gradients.Values);
    private float[] _message = [];
    private float[] _all = [];

    /// <summary>The distinct values of the step that was started, in order of lanes and rows.</summary>
    public ReadOnlySpan<int> Values => _values.Distinct;

    /// <summary>Starts a step whose rows are prepared; <paramref name="isFirst"/> when no step came before that told its values.</summary>
    public void Start(long step, bool isFirst)
    {
        if (ranks.IsAlone)
            Collect(_values);
        else if (isFirst)
            Gather(step, 0, _ => { });
        if (!ranks.IsAlone)
            (_values, _next) = (_next, _values);
    }

    /// <summary>Interactions of a step over all lanes.</summary>
    public long BatchSize(long step) => lanes.Counts.Sum(count => LaneRows.PartLength(count, step, steps));

    /// <summary>Fills in the losses and gradients of the others' lanes, and returns what anybody asks for.</summary>
    public StepSignals Finish(long step, int[] inputValues, double[] losses, StepSignals asked)
    {
        if (ranks.IsAlone)
            return asked;
        var laneFloats = LossFloats + gradients.Lanes[0].FloatsOf(inputValues) + gradients.Head.ExchangeFloats;
        return Gather(step + 1, laneFloats, Fill, asked, (lane, from) => Read(lane, from, inputValues, losses));

        void Fill(Span<float> to)
        {
            for (var lane = ranks.FirstLane; lane < ranks.EndLane; lane++, to = to[laneFloats..])
                Write(lane, to, inputValues, losses[lane]);
        }
    }

    // One message a rank: two numbers, the values of a step, and so many floats a lane.
    private StepSignals Gather(long step, int laneFloats, SpanWriter fill, StepSignals asked = StepSignals.None, LaneReader? read = null)
    {
        var size = ranks.Collective.Size;
        int[] lengths = [.. Enumerable.Range(0, size).Select(rank => HeadInts + Capacity(rank, step) + (LanesOf(rank) * laneFloats))];
        Grow(ref _message, lengths[ranks.Collective.Rank]);
        Grow(ref _all, lengths.Sum());
        var own = _message.AsSpan(0, lengths[ranks.Collective.Rank]);
        var head = MemoryMarshal.Cast<float, int>(own);
        Collect(_own, step < steps);
        (head[Signals], head[ValueCount]) = ((int)asked, _own.Distinct.Length);
        _own.Distinct.CopyTo(head[HeadInts..]);
        fill(own[(HeadInts + Capacity(ranks.Collective.Rank, step))..]);
        ranks.Collective.AllGather(MemoryMarshal.AsBytes(own), [.. lengths.Select(length => length * sizeof(float))], MemoryMarshal.AsBytes(_all.AsSpan(0, lengths.Sum())));
        return Take(step, lengths, laneFloats, read);
    }

    private StepSignals Take(long step, int[] lengths, int laneFloats, LaneReader? read)
    {
        var (signals, start) = (StepSignals.None, 0);
        _next.Start();
        for (var rank = 0; rank < lengths.Length; start += lengths[rank++])
        {
            var message = _all.AsSpan(start, lengths[rank]);
            var head = MemoryMarshal.Cast<float, int>(message);
            signals |= (StepSignals)head[Signals];
            _next.Add(head.Slice(HeadInts, head[ValueCount]));
            var floats = message[(HeadInts + Capacity(rank, step))..];
            for (var lane = FirstLane(rank); lane < FirstLane(rank + 1) && read is not null && rank != ranks.Collective.Rank; lane++, floats = floats[laneFloats..])
                read(lane, floats[..laneFloats]);
        }

        return signals;
    }

    private void Collect(BatchValues to, bool any = true)
    {
        to.Start();
        foreach (var values in lanes.Own)
            to.Add(any ? values.Distinct : []);
    }

    private void Write(int lane, Span<float> to, ReadOnlySpan<int> values, double loss)
    {
        MemoryMarshal.Cast<float, double>(to)[0] = loss;
        var length = gradients.Lanes[lane].Write(to[LossFloats..], values);
        gradients.Head.Write(lane, to[(LossFloats + length)..]);
    }

    private void Read(int lane, ReadOnlySpan<float> from, ReadOnlySpan<int> values, double[] losses)
    {
        losses[lane] = MemoryMarshal.Cast<float, double>(from)[0];
        var length = gradients.Lanes[lane].Read(from[LossFloats..], values);
        gradients.Head.Read(lane, from[(LossFloats + length)..]);
    }

    // no step has more distinct values than rows, and no rank more than there are
    private int Capacity(int rank, long step) => step >= steps
        ? 0
        : (int)Math.Min(gradients.Values, Enumerable.Range(FirstLane(rank), LanesOf(rank)).Sum(lane => (long)LaneRows.PartLength(lanes.Counts[lane], step, steps)));

    private int FirstLane(int rank) => ranks.Plan.FirstLane(rank, ranks.Collective.Size);

    private int LanesOf(int rank) => FirstLane(rank + 1) - FirstLane(rank);

    private static void Grow(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new float[length];
    }

    private delegate void SpanWriter(Span<float> to);

    private delegate void LaneReader(int lane, ReadOnlySpan<float> from);
}
