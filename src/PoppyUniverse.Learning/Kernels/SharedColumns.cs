using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>Columns of two strips with numbers that all rows of a strip share.</summary>
internal static unsafe class SharedColumns
{
    private const int Lanes = ColumnProduct.Lanes;

    /// <summary>Of both strips: to[j] = lanes[j] + shared[j].</summary>
    /// <param name="lanes">(count × 16) each.</param>
    /// <param name="shared">(count) each.</param>
    /// <param name="to">(count × 16) each.</param>
    /// <param name="count">How many columns.</param>
    public static void Add(Strips lanes, Strips shared, Strips to, int count)
    {
        for (var j = 0; j < count; j++)
        {
            var place = j * Lanes;
            (Vector512.Load(lanes.Left + place) + Vector512.Create(shared.Left[j])).Store(to.Left + place);
            (Vector512.Load(lanes.Right + place) + Vector512.Create(shared.Right[j])).Store(to.Right + place);
        }
    }

    /// <summary>Of both strips: to[j] = lanes[j] · shared[j].</summary>
    /// <param name="lanes">(count × 16) each.</param>
    /// <param name="shared">(count) each.</param>
    /// <param name="to">(count × 16) each.</param>
    /// <param name="count">How many columns.</param>
    public static void Multiply(Strips lanes, Strips shared, Strips to, int count)
    {
        for (var j = 0; j < count; j++)
        {
            var place = j * Lanes;
            (Vector512.Load(lanes.Left + place) * Vector512.Create(shared.Left[j])).Store(to.Left + place);
            (Vector512.Load(lanes.Right + place) * Vector512.Create(shared.Right[j])).Store(to.Right + place);
        }
    }
}
