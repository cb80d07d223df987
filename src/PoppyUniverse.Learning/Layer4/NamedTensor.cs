using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>A parameter of a model as it is saved: row-major floats under a name.</summary>
/// <param name="Name">"user.embedding".</param>
/// <param name="Shape">Rows and columns, or a length.</param>
/// <param name="Data">The floats; as many as the product of the shape.</param>
public sealed record NamedTensor(string Name, IReadOnlyList<int> Shape, float[] Data)
{
    /// <summary>Fills it with N(0, deviation²), from a stream of its own name.</summary>
    internal void DrawNormal(double deviation, RandomStream random)
    {
        var draws = random.Split(Name).Sequence();
        foreach (ref var entry in Data.AsSpan())
            entry = (float)(deviation * PortableMath.NormalQuantile(draws.NextDouble()));
    }

    /// <summary>The last row of a table, which stands for "unknown", in place of another one.</summary>
    internal void CopyLastRowTo(int row)
    {
        var width = Shape[1];
        Data.AsSpan(Data.Length - width).CopyTo(Data.AsSpan(row * width, width));
    }
}
