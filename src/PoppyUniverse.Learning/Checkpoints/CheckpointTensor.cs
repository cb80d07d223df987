namespace PoppyUniverse.Learning;

/// <summary>
/// Floats of a checkpoint, copied piece by piece from where they stand: what is trained, or a file. They are never in memory
/// a second time.
/// </summary>
/// <param name="Name">"lane.0".</param>
/// <param name="Shape">Rows and columns, or a length.</param>
/// <param name="Read">Copies them.</param>
public sealed record CheckpointTensor(string Name, IReadOnlyList<int> Shape, CheckpointTensor.Reader Read)
{
    /// <summary>Fills <paramref name="to"/> with the floats from <paramref name="start"/> on, row-major.</summary>
    public delegate void Reader(long start, Span<float> to);

    /// <summary>Number of floats: the product of the shape.</summary>
    public long Length => Shape.Aggregate(1L, (product, side) => product * side);

    /// <summary>All floats, copied.</summary>
    public float[] ToArray()
    {
        var floats = new float[Length];
        Read(0, floats);
        return floats;
    }

    /// <summary>A parameter's floats, as they are when they are read.</summary>
    internal static CheckpointTensor Of(NamedTensor tensor) =>
        new(tensor.Name, tensor.Shape, (start, to) => tensor.Data.AsSpan((int)start, to.Length).CopyTo(to));
}
