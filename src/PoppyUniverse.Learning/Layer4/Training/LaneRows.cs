using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The training rows of one lane, brought into a new random order each epoch, some of them with unknown ids; values stay
/// when there is no index for the unknown one. The order is a shuffle of the log's blocks of 1,024 rows, and of the rows
/// inside windows of 256 such blocks: only a window is in memory, and the log is read a block at a time. Up to 262,144
/// rows are one window, in which any order is as likely as any other. A window depends on the epoch and its number alone,
/// so training may go on anywhere.
/// </summary>
internal sealed class LaneRows(Column<PackedRow> rows, int unknownUser, int? unknownValue, RandomStream random, (int BlockRows, int WindowBlocks)? sizes = null)
{
    private const int DefaultBlockRows = 1 << 10;
    private const int DefaultWindowBlocks = 1 << 8;

    private readonly (int BlockRows, int WindowBlocks) _sizes = sizes ?? (DefaultBlockRows, DefaultWindowBlocks);
    private int[] _blocks = [];
    private long[] _windowStarts = [];
    private PackedRow[] _window = [];
    private PackedRow[] _part = [];
    private (RandomStream Random, double IdDropout) _epoch;
    private int _loaded = -1;
    private (long Step, int Length) _prepared = (-1, 0);

    public long Count => rows.Count;

    /// <summary>Brings the blocks into the order of an epoch; each row loses its user with probability <paramref name="idDropout"/>, and its value likewise.</summary>
    public void Start(int epoch, double idDropout)
    {
        _epoch = (random.Split(epoch), idDropout);
        (_loaded, _prepared) = (-1, (-1, 0));
        var (blockRows, windowBlocks) = _sizes;
        _blocks = [.. Enumerable.Range(0, checked((int)((Count + blockRows - 1) / blockRows)))];
        if (_blocks.Length > windowBlocks)
            _epoch.Random.Split("blocks").Sequence().Shuffle(_blocks.AsSpan());
        _windowStarts = new long[((_blocks.Length + windowBlocks - 1) / windowBlocks) + 1];
        for (var block = 0; block < _blocks.Length; block++)
            _windowStarts[(block / windowBlocks) + 1] += RowsOf(_blocks[block]);
        for (var window = 1; window < _windowStarts.Length; window++)
            _windowStarts[window] += _windowStarts[window - 1];
    }

    /// <summary>Whether <see cref="Part"/> is that of this step.</summary>
    public bool IsPrepared(long step) => _prepared.Step == step;

    /// <summary>Loads what the lane's part of step <paramref name="step"/> of <paramref name="steps"/> needs; steps come in order.</summary>
    public void Prepare(long step, long steps)
    {
        var start = Count * step / steps;
        var length = PartLength(Count, step, steps);
        if (_part.Length < length)
            _part = new PackedRow[length];
        for (var done = 0; done < length;)
        {
            LoadWindowOf(start + done);
            var from = (int)(start + done - _windowStarts[_loaded]);
            var taken = Math.Min(length - done, (int)(_windowStarts[_loaded + 1] - _windowStarts[_loaded]) - from);
            _window.AsSpan(from, taken).CopyTo(_part.AsSpan(done));
            done += taken;
        }

        _prepared = (step, length);
    }

    /// <summary>The lane's part of the step that was prepared last: its equal share of the rows.</summary>
    public ReadOnlySpan<PackedRow> Part => _part.AsSpan(0, _prepared.Length);

    /// <summary>Rows of a lane of <paramref name="count"/> in a step.</summary>
    public static int PartLength(long count, long step, long steps) => (int)((count * (step + 1) / steps) - (count * step / steps));

    private int RowsOf(int block) => (int)Math.Min(_sizes.BlockRows, Count - ((long)block * _sizes.BlockRows));

    private void LoadWindowOf(long position)
    {
        var window = Math.Max(_loaded, 0);
        while (position >= _windowStarts[window + 1])
            window++;
        if (window == _loaded)
            return;
        var length = (int)(_windowStarts[window + 1] - _windowStarts[window]);
        if (_window.Length < length)
            _window = new PackedRow[length];
        var to = _window.AsSpan(0, length);
        var draws = _epoch.Random.Split("window").Split(window);
        foreach (var block in _blocks.AsSpan(window * _sizes.WindowBlocks, Math.Min(_sizes.WindowBlocks, _blocks.Length - (window * _sizes.WindowBlocks))))
        {
            rows.CopyTo((long)block * _sizes.BlockRows, to[..RowsOf(block)]);
            to = to[RowsOf(block)..];
        }

        to = _window.AsSpan(0, length);
        draws.Split("order").Sequence().Shuffle(to);
        foreach (var i in Drops(draws.Split("users"), _epoch.IdDropout, length))
            to[i] = to[i].WithUser(unknownUser);
        if (unknownValue is { } unknown)
        {
            foreach (var i in Drops(draws.Split("values"), _epoch.IdDropout, length))
                to[i] = to[i].WithValue(unknown);
        }

        _loaded = window;
    }

    // Positions that a coin of this probability would pick, by the gaps between them (geometric law).
    private static IEnumerable<int> Drops(RandomStream stream, double probability, int count)
    {
        if (probability <= 0)
            yield break;
        var draws = stream.Sequence();
        var logMiss = PortableMath.Log(1 - probability);
        for (var position = -1.0; ;)
        {
            position += 1 + Math.Floor(PortableMath.Log(draws.NextDouble()) / logMiss);
            if (position >= count)
                yield break;
            yield return (int)position;
        }
    }
}
