using System.Runtime.Intrinsics.X86;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The users of one lane: for each its row (embedding, output bias, factors) and the two Adam moments of what learns of it
/// side by side, so that a step touches one place in memory. The last row is the unknown user, whose truth lies with the shared parameters; here
/// it is a copy for the tiles to read.
/// </summary>
/// <param name="decays">Weight decay of each user's row.</param>
/// <param name="shape">What a row consists of.</param>
internal sealed unsafe class UserTable(float[] decays, NetworkShape shape)
{
    // a table that stays in the second-level cache needs no prefetch
    private const int LargeFloats = 1 << 15;
    private const int CacheLineFloats = 16;

    private readonly int _stride = Stride(shape);
    private readonly (int Row, int Learned) _widths = (shape.UserRow, shape.LearnedUserRow);
    private readonly (int Start, int End, bool Decays)[] _parts = shape.UserParts;

    /// <summary>All rows with their moments.</summary>
    public AlignedFloats Rows { get; } = new((decays.Length + 1L) * Stride(shape));

    /// <summary>Known users of the lane; index <see cref="Users"/> is the unknown one.</summary>
    public int Users => decays.Length;

    /// <summary>Whether it pays to ask for rows ahead of time.</summary>
    public bool IsLarge => Rows.Length > LargeFloats;

    /// <summary>Floats of a row with its moments.</summary>
    public static int Stride(NetworkShape shape) => shape.UserRow + (2 * shape.LearnedUserRow);

    /// <summary>The row of a user; its moments stand behind it.</summary>
    public float* Row(int user) => Rows.Pointer + ((nint)user * _stride);

    /// <summary>Brings a user's row and moments near.</summary>
    public void Prefetch(int user)
    {
        if (!Sse.IsSupported)
            return;
        var row = Row(user);
        for (var j = 0; j < _stride; j += CacheLineFloats)
            Sse.Prefetch1(row + j);
    }

    /// <summary>Moves what learns of a user's row by one step.</summary>
    public void Step(in Adam adam, int user, float* grad)
    {
        float* row = Row(user), mean = row + _widths.Row, variance = mean + _widths.Learned;
        if (adam.Clips)
            adam.Clip(grad, _widths.Learned);
        foreach (var (start, end, isDecayed) in _parts)
            adam.Step(row + start, mean + start, variance + start, grad + start, end - start, isDecayed ? decays[user] : 0);
    }
}
