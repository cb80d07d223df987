using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation;

/// <summary>A test log beside its training log; they may have user maps of their own. Every question takes one pass and memory by user, not by row.</summary>
internal sealed class TwoLogs
{
    // fingerprints held at a time: 32 MiB of table at most
    private const int FingerprintsAtATime = 1 << 21;

    private readonly InteractionLog _test;
    private readonly InteractionLog _train;
    private readonly int[]? _trainUser; // of each test user

    public TwoLogs(InteractionLog test, InteractionLog train)
    {
        (_test, _train) = (test, train);
        if (!ReferenceEquals(test.Users, train.Users))
            _trainUser = [.. Enumerable.Range(0, test.Users.Count).Select(user => train.Users.IndexOf(test.Users[user]))];
    }

    /// <summary>Test users without training rows, and all test users.</summary>
    public (int New, int All) NewUsers()
    {
        var trained = Present(_train.UserIndices, _train.Users.Count);
        var users = Present(_test.UserIndices, _test.Users.Count);
        var all = Enumerable.Range(0, users.Length).Where(user => users[user]).ToList();
        return (all.Count(user => TrainUser(user) is var index && (index == IdMap.Unknown || !trained[index])), all.Count);
    }

    /// <summary>Test values without training rows, and all test values.</summary>
    public (int New, int All) NewValues()
    {
        var trained = Present(_train.ValueIndices, _train.Catalog.ValueCount);
        var values = Present(_test.ValueIndices, _test.Catalog.ValueCount);
        return (Enumerable.Range(0, values.Length).Count(value => values[value] && !trained[value]), values.Count(present => present));
    }

    /// <summary>Test rows before the last training row, and those before their own user's last one.</summary>
    public (long Any, long OfUser) Earlier()
    {
        var lastOfUser = new long[_train.Users.Count];
        lastOfUser.AsSpan().Fill(long.MinValue);
        foreach (var row in _train.Rows())
            lastOfUser[_train.UserIndices[row]] = Math.Max(lastOfUser[_train.UserIndices[row]], _train.UnixMicroseconds[row]);
        var (last, any, ofUser) = (lastOfUser.Max(), 0L, 0L);
        foreach (var row in _test.Rows())
        {
            var (time, user) = (_test.UnixMicroseconds[row], TrainUser(_test.UserIndices[row]));
            any += time < last ? 1 : 0;
            ofUser += user != IdMap.Unknown && time < lastOfUser[user] ? 1 : 0;
        }

        return (any, ofUser);
    }

    /// <summary>
    /// Test rows of which the training log has a copy. Rows are told by 64-bit fingerprints, some at a time; only rows of
    /// the time that both logs span can have copies.
    /// </summary>
    public long Duplicates()
    {
        var (from, to) = (_test.Rows().Min(row => _test.UnixMicroseconds[row]), _train.Rows().Max(row => _train.UnixMicroseconds[row]));
        var candidates = _test.Rows().Count(row => _test.UnixMicroseconds[row] <= to);
        var passes = (candidates + FingerprintsAtATime - 1) / FingerprintsAtATime;
        var copies = 0L;
        for (var pass = 0; pass < passes; pass++)
        {
            var turn = (ulong)pass;
            var seen = new HashSet<ulong>();
            foreach (var row in _train.Rows().Where(row => _train.UnixMicroseconds[row] >= from))
            {
                var print = Fingerprint(_train[row]);
                if (print % (ulong)passes == turn)
                    seen.Add(print);
            }

            foreach (var row in _test.Rows().Where(row => _test.UnixMicroseconds[row] <= to))
            {
                var print = Fingerprint(_test[row] with { UserIndex = TrainUser(_test.UserIndices[row]) });
                copies += print % (ulong)passes == turn && seen.Contains(print) ? 1 : 0;
            }
        }

        return copies;
    }

    private int TrainUser(int testUser) => _trainUser is null ? testUser : _trainUser[testUser];

    private static bool[] Present(Column<int> column, int count)
    {
        var present = new bool[count];
        for (var c = 0; c < column.ChunkCount; c++)
        {
            foreach (var index in column.Chunk(c))
                present[index] = true;
        }

        return present;
    }

    // the 64-bit finalizer of MurmurHash3 (Appleby, public domain constants), over both halves of a row
    private static ulong Fingerprint(Interaction row)
    {
        var who = ((ulong)(uint)row.UserIndex << 32) | (uint)row.ValueIndex;
        return Mix(Mix(who + 0x9E3779B97F4A7C15) ^ (ulong)row.UnixMicroseconds ^ ((ulong)row.Strength << 56));

        static ulong Mix(ulong value)
        {
            value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
            value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
            return value ^ (value >> 33);
        }
    }
}
