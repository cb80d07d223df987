using System.Numerics;
using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// How the users of a block pick a value of a type that is no habit: P(value) ∝ popularity · exp(β · a). Small types by
/// inversion of the whole law; large ones by rejection (propose by popularity, accept with exp(β · (a − bound))), which
/// draws from the same law without visiting every value. Not thread-safe.
/// </summary>
/// <param name="world">The world.</param>
/// <param name="tastes">Affinities of the block's users, or null when β is 0.</param>
internal sealed class ValueChoice(SimulatedWorld world, BlockTastes? tastes)
{
    private const int LargestWhole = 64;

    private readonly float _scale = (float)world.Profile.Choice.Scale;
    private readonly int[] _firstOfType = [.. Enumerable.Range(0, world.Catalog.TypeCount).Select(type => world.Catalog.ValuesOf(type).First)];
    private readonly float[] _sums = new float[LargestWhole];

    /// <summary>Draws a value (an index into the catalog) when tastes do not matter.</summary>
    public int DrawByPopularity(int type, uint word) => _firstOfType[type] + world.Popularity[type].Draw(word);

    /// <summary>Draws a value (an index into the catalog) by popularity and taste.</summary>
    /// <param name="user">User of the block.</param>
    /// <param name="type">Type.</param>
    /// <param name="hour">Hour of day.</param>
    /// <param name="word">The draw.</param>
    /// <param name="row">Row number, for further draws.</param>
    public int Draw(int user, int type, int hour, uint word, long row)
    {
        var (first, count) = world.Catalog.ValuesOf(type);
        if (count > LargestWhole)
            return first + Reject(user, type, hour, world.MoreChoices.Split(row).Sequence());
        var left = Vector512.Create(Uniform.Of(word) * Sums(user, type, hour, _sums));
        var value = 0;
        for (var v = 0; v < count; v += ValueSlots.Width)
        {
            var (low, high) = Vector512.Widen(Vector512.Create<float>(_sums.AsSpan(v)));
            value += BitOperations.PopCount(Vector512.LessThanOrEqual(low, left).ExtractMostSignificantBits())
                + BitOperations.PopCount(Vector512.LessThanOrEqual(high, left).ExtractMostSignificantBits());
        }

        return first + Math.Min(value, count - 1);
    }

    /// <summary>P(value | user, type, hour) of all values of a type when it is no habit.</summary>
    public void Probabilities(int user, int type, int hour, Span<double> probabilities)
    {
        if (tastes is null)
        {
            for (var v = 0; v < probabilities.Length; v++)
                probabilities[v] = world.Popularity[type][v];
            return;
        }

        Span<float> sums = new float[world.Slots.Of(type).Count];
        var all = Sums(user, type, hour, sums);
        for (var v = 0; v < probabilities.Length; v++)
            probabilities[v] = (sums[v] - (double)(v == 0 ? 0 : sums[v - 1])) / all;
    }

    private int Reject(int user, int type, int hour, RandomSequence draws)
    {
        var (bound, slot) = (tastes!.Bound(user), world.Slots.Of(type).First);
        while (true)
        {
            var value = world.Popularity[type].Draw((uint)(draws.NextUInt64() >> 32));
            var accept = PortableMath.Exp(_scale * (double)(tastes.ByValue(user, slot + value, hour) - bound));
            if (draws.NextDouble() < accept)
                return value;
        }
    }

    // Fills the sums of popularity · exp(β a) up to each value of a type (unused slots add nothing); returns the last.
    private float Sums(int user, int type, int hour, Span<float> sums)
    {
        var (first, slots) = world.Slots.Of(type);
        var before = 0f;
        for (var s = 0; s < slots; s += ValueSlots.Width)
        {
            var affinity = tastes!.ByValues(user, first + s, hour);
            var weight = Vector512.Create<float>(world.PopularityBySlot.AsSpan(first + s)) * PortableMath.Exp(Vector512.Create(_scale) * affinity);
            var upTo = Vector512.Create(before) + RunningSum.Of(weight);
            upTo.CopyTo(sums[s..]);
            before = upTo[ValueSlots.Width - 1];
        }

        return before;
    }
}
