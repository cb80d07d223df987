using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>Makes the picks of a block with the history that suits its catalog.</summary>
internal static class Picks
{
    public static IPicks Of(SimulatedWorld world, BlockUsers users)
    {
        var (catalog, mode) = (world.Catalog, world.Profile.Habit.Mode);
        var small = Enumerable.Range(0, catalog.TypeCount).All(type => catalog.ValuesOf(type).Count <= MaskedHistory.MostValues);
        return (small, mode) switch
        {
            (true, HabitMode.Counts) => new Picks<CountedHistory>(world, users, new(catalog, users.Count)),
            (true, HabitMode.Distinct) => new Picks<MaskedHistory>(world, users, new(catalog, users.Count)),
            _ => new Picks<ListedHistory>(world, users, new(catalog, users.Count, mode)),
        };
    }
}

/// <summary>
/// Type by preference, value by habit or taste, Strength by the copula: row by row where history matters, in columns
/// where it does not.
/// </summary>
/// <typeparam name="THistory">A struct, so that the compiler makes a loop for each kind of history.</typeparam>
internal sealed class Picks<THistory> : IPicks
    where THistory : struct, IHistory
{
    private const int PieceRows = 512;

    private readonly SimulatedWorld _world;
    private readonly BlockUsers _users;
    private readonly THistory _history;
    private readonly BlockTastes? _strengthTastes;
    private readonly BlockTastes? _choiceTastes;
    private readonly ValueChoice _choice;
    private readonly TruthOfChoice _truth;
    private readonly DiscreteTable[] _typesOfUser;
    private readonly uint _habit;
    private readonly bool _timeMatters;
    private readonly RandomStream _choices;
    private readonly uint[][] _words = [new uint[PieceRows], new uint[PieceRows], new uint[PieceRows], new uint[PieceRows]];
    private readonly float[] _affinities = new float[PieceRows];
    private readonly double[] _scratch = new double[PieceRows];

    public Picks(SimulatedWorld world, BlockUsers users, THistory history)
    {
        (_world, _users, _history) = (world, users, history);
        var range = (users.First, users.Count);
        if (world.StrengthTraits is not null)
            _strengthTastes = new(world.StrengthTraits, range, world.Random.Split("strength tastes"));
        _choiceTastes = world.ChoiceTraits is null ? null : new BlockTastes(world.ChoiceTraits, range, world.Random.Split("choice tastes"));
        _choice = new(world, _choiceTastes);
        _truth = new(world, _choice);
        _timeMatters = _strengthTastes is not null || _choiceTastes is not null;
        _typesOfUser = [.. Enumerable.Range(0, users.Count).Select(user => world.TypesOf(users.PreferredType(user)))];
        _habit = (uint)Math.Min(uint.MaxValue, Math.Round(world.Profile.Habit.Probability * (1L << 32)));
        _choices = world.Random.Split("choices");
    }

    public void Release()
    {
        _strengthTastes?.Release();
        _choiceTastes?.Release();
    }

    public void Read(SimulatedRows rows, TruthRows? truth)
    {
        for (var start = 0; start < rows.Count; start += PieceRows)
            Read(rows, start, Math.Min(PieceRows, rows.Count - start), truth);
    }

    private void Read(SimulatedRows rows, int start, int count, TruthRows? truth)
    {
        var types = _words[0].AsSpan(0, count);
        var habits = _words[1].AsSpan(0, count);
        var values = _words[2].AsSpan(0, count);
        var strengths = _words[3].AsSpan(0, count);
        _choices.Fill((ulong)(rows.FirstRow + start), types, habits, values, strengths);
        var users = rows.Users.Slice(start, count);
        var times = rows.Times.Slice(start, count);
        var picked = rows.Values.Slice(start, count);
        TimeSlot slot = default;
        var hourStart = long.MaxValue; // rows of an hour mostly stand together: its slot is found once
        for (var i = 0; i < count; i++)
        {
            var user = users[i] - _users.First;
            if (_timeMatters && (ulong)(times[i] - hourStart) >= TimeSlot.MicrosecondsPerHour)
            {
                slot = TimeSlot.FromUnixMicroseconds(times[i]);
                hourStart = times[i] - (times[i] % TimeSlot.MicrosecondsPerHour);
            }

            var law = _typesOfUser[user];
            var type = law.Draw(types[i]);
            var wanted = habits[i] < _habit;
            int value;
            if (_choiceTastes is null)
                value = _history.DrawOr(_choice.DrawByPopularity(type, values[i]), wanted, user, type, values[i]);
            else if (wanted && _history.Total(user, type) > 0)
                value = _history.Draw(user, type, values[i]);
            else
                value = _choice.Draw(user, type, slot.Hour, values[i], rows.FirstRow + start + i);
            picked[i] = value;
            if (_strengthTastes is not null)
                _affinities[i] = _strengthTastes.Of(user, value, slot.Hour, slot.IsWeekend);
            if (truth is not null)
                _truth.Write(truth, start + i, (user, value, slot), law, _history, _affinities[i]);
            _history.Add(user, type, value);
        }

        if (_strengthTastes is null)
            _world.Strength.Draw(strengths, rows.Liking.Slice(start, count));
        else
            _world.Strength.Draw(_affinities.AsSpan(0, count), strengths, rows.Liking.Slice(start, count), _scratch);
    }
}
