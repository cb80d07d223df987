using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>A parameter of a model as it is saved: row-major floats under a name.</summary>
/// <param name="Name">"user.embedding".</param>
/// <param name="Shape">Rows and columns, or a length.</param>
/// <param name="Data">The floats; as many as the product of the shape.</param>
public sealed record NamedTensor(string Name, IReadOnlyList<int> Shape, float[] Data)
{
    /// <summary>Fills it with N(0, deviation²), from a stream of its own name.</summary>
    internal void DrawNormal(double deviation, RandomStream random) => Draw(Data, deviation, random.Split(Name).Sequence());

    /// <summary>
    /// Fills a table of some rows of a greater one as that would be filled: rows from First on, the last one as row All.
    /// </summary>
    internal void DrawNormal(double deviation, RandomStream random, (int First, int All) rows)
    {
        var (width, stream) = (Shape[1], random.Split(Name));
        Draw(Data.AsSpan(0, Data.Length - width), deviation, stream.SequenceFrom((long)rows.First * width));
        Draw(Data.AsSpan(Data.Length - width), deviation, stream.SequenceFrom((long)rows.All * width));
    }

    /// <summary>The last row of a table, which stands for "unknown", in place of another one.</summary>
    internal void CopyLastRowTo(int row)
    {
        var width = Shape[1];
        Data.AsSpan(Data.Length - width).CopyTo(Data.AsSpan(row * width, width));
    }

    private static void Draw(Span<float> entries, double deviation, RandomSequence draws)
    {
        foreach (ref var entry in entries)
            entry = (float)(deviation * PortableMath.NormalQuantile(draws.NextDouble()));
    }
}
