using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// How the users of a block pick a value of a type that is no habit: P(value) ∝ popularity · exp(β · a). Small types by
/// inversion of the whole law; large ones by rejection (propose by popularity, accept with exp(β · (a − |w|))), which
/// draws from the same law without visiting every value.
/// </summary>
internal sealed class ValueChoice(SimulatedWorld world, BlockTastes? tastes)
{
    private const int LargestWhole = 64;

    private readonly double _scale = world.Profile.Choice.Scale;
    private readonly double[] _weights = new double[LargestWhole];

    /// <summary>Draws a value (an index into the catalog).</summary>
    /// <param name="user">User of the block.</param>
    /// <param name="type">Type.</param>
    /// <param name="slot">Hour and day.</param>
    /// <param name="uniform">The draw.</param>
    /// <param name="more">Further draws, should they be needed.</param>
    public int Draw(int user, int type, TimeSlot slot, double uniform, RandomStream more)
    {
        var (first, count) = world.Catalog.ValuesOf(type);
        var popularity = world.Popularity[type];
        if (tastes is null)
            return first + popularity.Draw(uniform);
        if (count > LargestWhole)
            return Reject(user, type, slot, more);
        var sum = Weights(user, type, slot, _weights);
        var left = uniform * sum;
        var value = 0;
        while (value < count - 1 && left >= _weights[value])
            left -= _weights[value++];
        return first + value;
    }

    /// <summary>P(value | user, type, slot) when it is no habit.</summary>
    public double Probability(int user, int type, TimeSlot slot, int value)
    {
        var (first, count) = world.Catalog.ValuesOf(type);
        if (tastes is null)
            return world.Popularity[type][value - first];
        Span<double> weights = count <= LargestWhole ? _weights : new double[count];
        var sum = Weights(user, type, slot, weights);
        return weights[value - first] / sum;
    }

    private int Reject(int user, int type, TimeSlot slot, RandomStream more)
    {
        var first = world.Catalog.ValuesOf(type).First;
        var bound = tastes!.Bound(user);
        var draws = more.Sequence();
        while (true)
        {
            var value = first + world.Popularity[type].Draw(draws.NextDouble());
            var accept = PortableMath.Exp(_scale * (tastes.Of(user, value, slot.Hour, IsWeekend(slot)) - bound));
            if (draws.NextDouble() < accept)
                return value;
        }
    }

    // Fills popularity · exp(β a) for the values of a type; returns their sum.
    private double Weights(int user, int type, TimeSlot slot, Span<double> weights)
    {
        var (first, count) = world.Catalog.ValuesOf(type);
        var (hour, weekend, sum) = (slot.Hour, IsWeekend(slot), 0.0);
        for (var i = 0; i < count; i++)
        {
            weights[i] = world.Popularity[type][i] * PortableMath.Exp(_scale * tastes!.Of(user, first + i, hour, weekend));
            sum += weights[i];
        }

        return sum;
    }

    /// <summary>Saturday or Sunday.</summary>
    internal static bool IsWeekend(TimeSlot slot) => slot.Day >= 5;
}
