namespace PoppyUniverse.Learning.Kernels;

/// <summary>Where something of each of two strips stands: sixteen rows laid out by column, or what all rows of a strip share.</summary>
internal readonly unsafe struct Strips(float* left, float* right)
{
    public float* Left => left;

    public float* Right => right;

    /// <summary>What stands so many floats further on.</summary>
    public Strips Skip(int floats) => new(left + floats, right + floats);
}
