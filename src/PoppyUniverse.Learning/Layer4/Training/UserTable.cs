using System.Runtime.Intrinsics.X86;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The users of one lane: for each its row (embedding, factors, output bias) and the row's two Adam moments side by side, so that a
/// step touches one place in memory. The last row is the unknown user, whose truth lies with the shared parameters; here
/// it is a copy for the tiles to read.
/// </summary>
/// <param name="decays">Weight decay of each user's row.</param>
/// <param name="rowWidth">Floats of a row.</param>
/// <param name="decayedWidth">Floats from its start that decay.</param>
internal sealed unsafe class UserTable(float[] decays, int rowWidth, int decayedWidth)
{
    // a table that stays in the second-level cache needs no prefetch
    private const int LargeFloats = 1 << 15;
    private const int CacheLineFloats = 16;

    /// <summary>All rows with their moments.</summary>
    public AlignedFloats Rows { get; } = new((decays.Length + 1L) * 3 * rowWidth);

    /// <summary>Known users of the lane; index <see cref="Users"/> is the unknown one.</summary>
    public int Users => decays.Length;

    /// <summary>Whether it pays to ask for rows ahead of time.</summary>
    public bool IsLarge => Rows.Length > LargeFloats;

    /// <summary>The row of a user; its moments stand behind it.</summary>
    public float* Row(int user) => Rows.Pointer + ((nint)user * 3 * rowWidth);

    /// <summary>Brings a user's row and moments near.</summary>
    public void Prefetch(int user)
    {
        if (!Sse.IsSupported)
            return;
        var row = Row(user);
        for (var j = 0; j < 3 * rowWidth; j += CacheLineFloats)
            Sse.Prefetch1(row + j);
    }

    /// <summary>Moves a user's row by one step.</summary>
    public void Step(in Adam adam, int user, float* grad)
    {
        var row = Row(user);
        adam.Clip(grad, rowWidth);
        adam.Step(row, row + rowWidth, row + (2 * rowWidth), grad, decayedWidth, decays[user]);
        adam.Step(row + decayedWidth, row + rowWidth + decayedWidth, row + (2 * rowWidth) + decayedWidth, grad + decayedWidth, rowWidth - decayedWidth, 0);
    }
}
