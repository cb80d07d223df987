namespace PoppyUniverse.Learning;

/// <summary>A parameter of a model as it is saved: row-major floats under a name.</summary>
/// <param name="Name">"user.embedding".</param>
/// <param name="Shape">Rows and columns, or a length.</param>
/// <param name="Data">The floats; as many as the product of the shape.</param>
public sealed record NamedTensor(string Name, IReadOnlyList<int> Shape, float[] Data);
