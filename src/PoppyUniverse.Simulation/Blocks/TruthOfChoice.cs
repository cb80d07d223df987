using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// The probabilities that a row is drawn with, given what its user picked before: P(value) = P(type) · (habit · share of
/// the history + (1 − habit) · free choice). Not thread-safe.
/// </summary>
internal sealed class TruthOfChoice(SimulatedWorld world, ValueChoice choice)
{
    private readonly double[] _values = new double[world.Catalog.ValueCount];

    /// <summary>Writes the truth of row <paramref name="i"/>, before its pick joins the history.</summary>
    public void Write<THistory>(
        TruthRows truth, int i, (int User, int Value, TimeSlot Slot) row, DiscreteTable types, THistory history, double affinity)
        where THistory : struct, IHistory
    {
        const int Classes = Interaction.StrengthClasses;
        truth.Expected[i] = world.Strength.Probabilities(affinity, truth.Classes.AsSpan(i * Classes, Classes));
        for (var type = 0; type < world.Catalog.TypeCount; type++)
            Type(row.User, type, row.Slot.Hour, types[type], history);
        var chosen = _values[row.Value];
        var rank = 1;
        for (var v = 0; v < _values.Length; v++)
            rank += _values[v] > chosen || (_values[v] == chosen && v < row.Value) ? 1 : 0;
        (truth.Choices[i], truth.Ranks[i]) = (chosen, rank);
    }

    private void Type<THistory>(int user, int type, int hour, double ofType, THistory history)
        where THistory : struct, IHistory
    {
        var (first, count) = world.Catalog.ValuesOf(type);
        var values = _values.AsSpan(first, count);
        choice.Probabilities(user, type, hour, values);
        var total = history.Total(user, type);
        var habit = total > 0 ? world.Profile.Habit.Probability : 0;
        for (var v = 0; v < count; v++)
        {
            var repeated = habit > 0 ? (double)history.Of(user, type, first + v) / total : 0;
            values[v] = ofType * ((habit * repeated) + ((1 - habit) * values[v]));
        }
    }
}
