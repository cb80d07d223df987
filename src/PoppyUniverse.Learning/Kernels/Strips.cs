namespace PoppyUniverse.Learning.Kernels;

/// <summary>Where two strips of sixteen rows stand, each laid out by column.</summary>
internal readonly unsafe struct Strips(float* left, float* right)
{
    public float* Left => left;

    public float* Right => right;
}
