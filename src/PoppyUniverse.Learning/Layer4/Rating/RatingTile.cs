using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Outputs of rows to be rated, in strips of sixteen lanes, each strip laid out by column. Lane i of strip s is row
/// <see cref="First"/> + i · <see cref="Runs"/>.Length + s: a lane for each user and a strip for each value, or a strip of
/// rows that follow each other.
/// </summary>
/// <param name="outputs">(strips × 6 × 16).</param>
/// <param name="first">Row of the first lane of the first strip.</param>
/// <param name="size">How many strips; how many lanes are in use, and how many rows lie between them.</param>
internal readonly unsafe struct RatingTile(float* outputs, int first, (int Strips, RepeatedRuns Runs) size)
{
    /// <summary>Floats of a strip's outputs.</summary>
    public const int StripFloats = ColumnProduct.Outputs * ColumnProduct.Lanes;

    public int First => first;

    public int Strips => size.Strips;

    public RepeatedRuns Runs => size.Runs;

    /// <summary>(6 × 16): the outputs of a strip.</summary>
    public float* Strip(int number) => outputs + (number * StripFloats);
}
