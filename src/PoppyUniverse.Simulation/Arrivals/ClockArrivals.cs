using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// Arrivals by a true clock. In order of time, a block is cut in two by days, then by hours, then by parts of an hour,
/// with exact binomial draws of how many rows fall on either side, until a piece is small; then its rows are drawn and
/// sorted. That is the law of rows that each draw their own time, in memory that the number of rows does not grow. Rows
/// as drawn need no cutting.
/// </summary>
internal sealed class ClockArrivals : IArrivals
{
    private const int PieceRows = 4_096;
    private const int IndexBits = 12; // of a row in its piece

    private readonly SimulatedWorld _world;
    private readonly BlockUsers _users;
    private readonly DiscreteTable _hours; // hour by hour, the chronotypes of each
    private readonly Chronotype[] _chronotypes;
    private readonly RandomStream _random;
    private readonly RandomStream _again;
    private readonly RandomStream _cuts;
    private readonly Stack<Span> _pending = new();
    private readonly uint[][] _words = [new uint[PieceRows], new uint[PieceRows], new uint[PieceRows], new uint[PieceRows]];
    private readonly ulong[] _keys = new ulong[PieceRows];
    private readonly ulong[] _spare = new ulong[PieceRows];
    private readonly int[] _who = new int[PieceRows];
    private readonly bool _inOrder;
    private (long Start, int Next, int Count) _piece;

    public ClockArrivals(SimulatedWorld world, BlockUsers users, int block, long rowCount)
    {
        (_world, _users) = (world, users);
        _inOrder = world.Profile.Order == RowOrder.Time;
        _chronotypes = world.Clock.Chronotypes;
        _hours = new(HourWeights(world.Clock, users));
        _random = world.Random.Split("arrivals");
        _again = world.Random.Split("arrivals again");
        _cuts = world.Random.Split("arrival cuts").Split(block);
        _pending.Push(new(0, world.Clock.Days.Count, 0, TimeSlot.Hours, 0, TimeSlot.MicrosecondsPerHour, rowCount, 1));
    }

    public void Read(long firstRow, Span<int> users, Span<long> unixMicroseconds)
    {
        for (var i = 0; i < users.Length; i++, _piece.Next++)
        {
            if (_piece.Next == _piece.Count)
                Draw(NextPiece(), firstRow + i);
            var key = _keys[_piece.Next];
            users[i] = _who[(int)(key & (PieceRows - 1))];
            unixMicroseconds[i] = _piece.Start + (long)(key >> IndexBits);
        }
    }

    // Hours times chronotypes, weighted by how active the users of a chronotype are.
    private static double[] HourWeights(ClockLaw clock, BlockUsers users)
    {
        var types = clock.Chronotypes;
        var weights = new double[TimeSlot.Hours * types.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var type = types[i % types.Length];
            weights[i] = users.ActivityOf(type) * clock.HourWeights[(int)type][i / types.Length];
        }

        return weights;
    }

    private Span NextPiece()
    {
        var span = _pending.Pop();
        while (span.Rows == 0 || (_inOrder && span.Rows > PieceRows && span.CanBeCut))
        {
            if (span.Rows > 0)
            {
                var (early, late) = span.Cut();
                var share = Share(early) / (Share(early) + Share(late));
                var rows = BinomialSampler.Draw(span.Rows, share, _cuts.Split(span.Number).Sequence().NextDouble());
                _pending.Push(late with { Rows = span.Rows - rows });
                _pending.Push(early with { Rows = rows });
            }

            span = _pending.Pop();
        }

        if (span.Rows > PieceRows)
        {
            _pending.Push(span with { Rows = span.Rows - PieceRows });
            span = span with { Rows = PieceRows };
        }

        return span;
    }

    private double Share(Span span) =>
        _world.Clock.Days.Share(span.FirstDay, span.LastDay)
        * _hours.Share(span.FirstHour * _chronotypes.Length, span.LastHour * _chronotypes.Length)
        * (span.To - span.From);

    private void Draw(Span span, long firstRow)
    {
        var count = (int)span.Rows;
        var (userWords, dayWords, hourWords, restWords) = (_words[0], _words[1], _words[2], _words[3]);
        _random.Fill((ulong)firstRow, userWords.AsSpan(0, count), dayWords.AsSpan(0, count), hourWords.AsSpan(0, count), restWords.AsSpan(0, count));
        var days = _world.Clock.Days;
        var (firstHour, lastHour, types) = (span.FirstHour * _chronotypes.Length, span.LastHour * _chronotypes.Length, _chronotypes.Length);
        var length = (ulong)(span.To - span.From);
        _piece = (_world.Clock.FirstDay + (span.FirstDay * TimeSlot.MicrosecondsPerDay), 0, count);
        for (var i = 0; i < count; i++)
        {
            var day = days.DrawWithin(span.FirstDay, span.LastDay, dayWords[i]) - span.FirstDay;
            var hourAndType = _hours.DrawWithin(firstHour, lastHour, hourWords[i]);
            var hour = types == 1 ? hourAndType : hourAndType >> 1;
            _who[i] = _users.Draw(_chronotypes[hourAndType - (hour * types)], userWords[i], _again, firstRow + i, out var rest);
            var ofHour = span.From + (long)Math.BigMul(((ulong)restWords[i] << 32) | rest, length, out _);
            var time = (ulong)((day * TimeSlot.MicrosecondsPerDay) + (hour * TimeSlot.MicrosecondsPerHour) + ofHour);
            _keys[i] = (time << IndexBits) | (uint)i;
        }

        if (_inOrder)
            RadixSort.Sort(_keys.AsSpan(0, count), _spare.AsSpan(0, count), IndexBits);
    }

    /// <summary>
    /// A stretch of time with its rows: some days in full, or some hours of a day, or a part of an hour (from and to in
    /// microseconds). The number tells the stretches of a block apart.
    /// </summary>
    private readonly record struct Span(int FirstDay, int LastDay, int FirstHour, int LastHour, long From, long To, long Rows, long Number)
    {
        public bool CanBeCut => To - From > 1;

        public (Span Early, Span Late) Cut()
        {
            var (early, late) = (this with { Number = 2 * Number }, this with { Number = (2 * Number) + 1 });
            if (LastDay - FirstDay > 1)
                return (early with { LastDay = Middle(FirstDay, LastDay) }, late with { FirstDay = Middle(FirstDay, LastDay) });
            if (LastHour - FirstHour > 1)
                return (early with { LastHour = Middle(FirstHour, LastHour) }, late with { FirstHour = Middle(FirstHour, LastHour) });
            var middle = (From + To) / 2;
            return (early with { To = middle }, late with { From = middle });
        }

        private static int Middle(int first, int last) => (first + last) / 2;
    }
}
