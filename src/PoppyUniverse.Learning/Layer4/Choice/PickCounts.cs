using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Counts what each user of a log has picked in each part of week and day, with four bytes a row, or a user's possible key
/// where these are fewer, beside the result: who has fewer rows than there are keys notes the key of each, to be sorted; who
/// has more counts them.
/// </summary>
internal sealed class PickCounts
{
    private readonly long[] _rows; // (U)
    private readonly long[] _first; // (U + 1), where a user's places begin
    private readonly int[] _places;
    private readonly int _possible;

    /// <param name="log">The rows.</param>
    /// <param name="values">Number of values.</param>
    public PickCounts(InteractionLog log, int values)
    {
        _possible = checked(values * DayParts.All);
        _rows = new long[log.Users.Count];
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            foreach (var user in log.UserIndices.Chunk(c))
                _rows[user]++;
        }

        _first = new long[_rows.Length + 1];
        for (var user = 0; user < _rows.Length; user++)
            _first[user + 1] = _first[user] + Math.Min(_rows[user], _possible);
        _places = LargeArray.Of<int>(_first[^1]);
        Fill(log, values);
        Starts = new long[_first.Length];
        for (var user = 0; user < _rows.Length; user++)
            Starts[user + 1] = Starts[user] + Distinct(user);
        (Keys, Counts) = (LargeArray.Of<long>(Starts[^1]), LargeArray.Of<long>(Starts[^1]));
        for (var user = 0; user < _rows.Length; user++)
            Write(user);
    }

    /// <summary>(U + 1), where each user's keys begin.</summary>
    public long[] Starts { get; }

    /// <summary>Each user's distinct keys, ascending.</summary>
    public long[] Keys { get; }

    /// <summary>Rows of each key.</summary>
    public long[] Counts { get; }

    private bool Notes(int user) => _rows[user] < _possible;

    private Span<int> PlacesOf(int user) => _places.AsSpan((int)_first[user], (int)(_first[user + 1] - _first[user]));

    private void Fill(InteractionLog log, int values)
    {
        var noted = new int[_rows.Length];
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            ReadOnlySpan<int> users = log.UserIndices.Chunk(c), valueOf = log.ValueIndices.Chunk(c);
            var times = log.UnixMicroseconds.Chunk(c);
            for (var i = 0; i < users.Length; i++)
            {
                var key = (int)ChoiceMemory.Key(valueOf[i], TimeSlot.FromUnixMicroseconds(times[i]), values);
                if (Notes(users[i]))
                    _places[_first[users[i]] + noted[users[i]]++] = key;
                else
                    _places[_first[users[i]] + key]++;
            }
        }
    }

    // notes are in order afterwards
    private int Distinct(int user)
    {
        var places = PlacesOf(user);
        if (!Notes(user))
            return places.Length - MemoryExtensions.Count(places, 0);
        places.Sort();
        var distinct = 0;
        for (var i = 0; i < places.Length; i++)
            distinct += i == 0 || places[i] != places[i - 1] ? 1 : 0;
        return distinct;
    }

    private void Write(int user)
    {
        var places = PlacesOf(user);
        var to = Starts[user];
        for (var i = 0; i < places.Length; i++)
        {
            if (!Notes(user))
            {
                if (places[i] > 0)
                    (Keys[to], Counts[to++]) = (i, places[i]);
                continue;
            }

            if (i == 0 || places[i] != places[i - 1])
                Keys[to++] = places[i];
            Counts[to - 1]++;
        }
    }
}
