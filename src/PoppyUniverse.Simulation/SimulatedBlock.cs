using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// A block being generated: its rows come in pieces, in order, and carry what users have picked from piece to piece.
/// Needs nothing from any other block. Not thread-safe; blocks are independent of each other.
/// </summary>
public sealed class SimulatedBlock
{
    private readonly SimulatedWorld _world;
    private readonly BlockUsers _users;
    private readonly BlockArrivals _arrivals;
    private readonly BlockHistory _history;
    private readonly BlockTastes? _strengthTastes;
    private readonly ValueChoice _choice;
    private readonly RandomStream _choices;
    private readonly RandomStream _moreChoices;
    private readonly int _firstUser;
    private long _next;

    internal SimulatedBlock(SimulatedWorld world, int block)
    {
        _world = world;
        var users = world.Plan.UsersOf(block);
        (_firstUser, _) = users;
        (FirstRow, RowCount) = world.Plan.RowsOf(block);
        var random = world.Random;
        _users = new(world.Profile, users, random.Split("users"));
        _arrivals = new(world, _users, block, FirstRow, RowCount);
        _history = new(users.Count, world.Catalog.TypeCount, world.Profile.Habit.Mode);
        _strengthTastes = world.Strength.HasSignal
            ? new(world.StrengthTraits, world.Catalog.ValueCount, users, random.Split("strength tastes"))
            : null;
        var choiceTastes = world.Profile.Choice.Scale > 0
            ? new BlockTastes(world.ChoiceTraits, world.Catalog.ValueCount, users, random.Split("choice tastes"))
            : null;
        _choice = new(world, choiceTastes);
        _choices = random.Split("choices");
        _moreChoices = random.Split("more choices");
    }

    /// <summary>Number of the block's first row in the whole simulation, from 0.</summary>
    public long FirstRow { get; }

    /// <summary>Rows of the block.</summary>
    public long RowCount { get; }

    /// <summary>Fills the destination with the next rows, as many as it holds or the block has left.</summary>
    /// <param name="rows">Where the rows go.</param>
    /// <param name="truth">Where their truth goes, or null; must hold as many.</param>
    /// <returns>False when the block has no row left.</returns>
    public bool Read(SimulatedRows rows, TruthRows? truth = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (truth is not null)
            ArgumentOutOfRangeException.ThrowIfLessThan(truth.Expected.Length, rows.Capacity, nameof(truth));
        var count = (int)Math.Min(rows.Capacity, RowCount - _next);
        rows.Reset(FirstRow + _next, count);
        _arrivals.Read(_next, count, rows);
        for (var i = 0; i < count; i++)
            Pick(i, rows, truth);
        if (truth is not null)
            truth.Count = count;
        _next += count;
        return count > 0;
    }

    private void Pick(int i, SimulatedRows rows, TruthRows? truth)
    {
        var user = rows.UserIndices[i] - _firstUser;
        var slot = TimeSlot.FromUnixMicroseconds(rows.UnixMicroseconds[i]);
        var row = rows.FirstRow + i;
        var (typeWord, habitWord, valueWord, strengthWord) = _choices.Words((ulong)row);
        var types = _world.TypesOf(_users.PreferredType(user));
        var type = types.Draw(Uniform(typeWord));
        var seen = _history.Of(user, type);
        var repeats = seen.Length > 0 && Uniform(habitWord) < _world.Profile.Habit.Probability;
        var value = repeats
            ? seen[(int)(Uniform(valueWord) * seen.Length)]
            : _choice.Draw(user, type, slot, Uniform(valueWord), _moreChoices.Split(row));
        var affinity = _strengthTastes?.Of(user, value, slot.Hour, ValueChoice.IsWeekend(slot)) ?? 0;
        rows.Set(i, value, _world.Strength.Draw(affinity, Uniform(strengthWord)));
        if (truth is not null)
        {
            truth.Expected[i] = _world.Strength.Probabilities(affinity, truth.Classes.AsSpan(i * Interaction.StrengthClasses, Interaction.StrengthClasses));
            truth.Choices[i] = types[type] * ValueProbability(user, type, slot, value, seen);
        }

        _history.Add(user, type, value);
    }

    private double ValueProbability(int user, int type, TimeSlot slot, int value, ReadOnlySpan<int> seen)
    {
        var free = _choice.Probability(user, type, slot, value);
        if (seen.Length == 0)
            return free;
        var habit = _world.Profile.Habit.Probability;
        return (habit * seen.Count(value) / seen.Length) + ((1 - habit) * free);
    }

    /// <summary>The middle of one of 2³² equal cells of (0, 1).</summary>
    internal static double Uniform(uint word) => (word + 0.5) * (1.0 / (1L << 32));
}
