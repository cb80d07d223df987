using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// All that a factorization with waves over the day needs to know of some users' Strengths, however many rows they have: for
/// each user and value, sums of the products of (1, √2 cos, √2 sin, weekend), and of these with Strength less its mean.
/// </summary>
internal sealed class TasteCells
{
    /// <summary>Entries of the basis: level, the hour's cosine and sine, the weekend (1, else −1).</summary>
    public const int Basis = 4;

    /// <summary>Numbers of a cell: the ten products of the basis (Grams), then the four with Strength.</summary>
    public const int Width = 14;

    /// <summary>Where the products with Strength stand.</summary>
    public const int Targets = 10;

    private readonly double[] _cells;
    private readonly int _values;

    /// <param name="log">The rows.</param>
    /// <param name="slotOf">(U) where the cells of each user go, −1: nowhere.</param>
    /// <param name="slots">Number of places.</param>
    /// <param name="mean">Mean Strength.</param>
    public TasteCells(InteractionLog log, ReadOnlySpan<int> slotOf, int slots, double mean)
    {
        _values = log.Catalog.ValueCount;
        _cells = new double[slots * _values * Width];
        Span<double> basis = stackalloc double[Basis];
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            ReadOnlySpan<int> users = log.UserIndices.Chunk(c), values = log.ValueIndices.Chunk(c);
            var strengths = log.Strengths.Chunk(c);
            var times = log.UnixMicroseconds.Chunk(c);
            for (var i = 0; i < users.Length; i++)
            {
                var slot = slotOf[users[i]];
                if (slot < 0 || strengths[i] == Interaction.MissingStrength)
                    continue;
                Write(TimeSlot.FromUnixMicroseconds(times[i]), basis);
                Add(_cells.AsSpan(((slot * _values) + values[i]) * Width, Width), basis, strengths[i] - mean);
            }
        }
    }

    /// <summary>The basis at a time: 1, √2 cos, √2 sin of the hour, ±1 for weekends and workdays.</summary>
    public static void Write(TimeSlot slot, Span<double> basis)
    {
        DayWaves.At(slot.Hour).CopyTo(basis);
        basis[DayWaves.Count] = slot.IsWeekend ? 1 : -1;
    }

    /// <summary>Sums of a user and a value, (14).</summary>
    public ReadOnlySpan<double> Of(int slot, int value) => _cells.AsSpan(((slot * _values) + value) * Width, Width);

    /// <summary>The product of two entries of the basis, first ≤ second, in a cell.</summary>
    public static int Gram(int first, int second) => (first * Basis) + second - (first * (first + 1) / 2);

    private static void Add(Span<double> cell, ReadOnlySpan<double> basis, double target)
    {
        var place = 0;
        for (var b = 0; b < Basis; b++)
        {
            for (var c = b; c < Basis; c++)
                cell[place++] += basis[b] * basis[c];
        }

        for (var b = 0; b < Basis; b++)
            cell[Targets + b] += basis[b] * target;
    }
}
