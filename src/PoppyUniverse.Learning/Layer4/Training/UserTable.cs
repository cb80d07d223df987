using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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

    private readonly (int Row, int Learned) _widths = (shape.UserRow, shape.LearnedUserRow);
    private readonly AlignedFloats _decayed = Decayed(shape); // 1 where weight decay draws what learns to zero, 0 elsewhere

    /// <summary>All rows with their moments.</summary>
    public AlignedFloats Rows { get; } = new((decays.Length + 1L) * Stride(shape));

    /// <summary>Floats from a row to the next.</summary>
    public int RowStride { get; } = Stride(shape);

    /// <summary>Known users of the lane; index <see cref="Users"/> is the unknown one.</summary>
    public int Users => decays.Length;

    /// <summary>Whether it pays to ask for rows ahead of time.</summary>
    public bool IsLarge => Rows.Length > LargeFloats;

    /// <summary>Floats of a row with its moments.</summary>
    public static int Stride(NetworkShape shape) => shape.UserRow + (2 * shape.LearnedUserRow);

    /// <summary>The row of a user; its moments stand behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Row(int user) => Rows.Pointer + ((nint)user * RowStride);

    /// <summary>Brings a user's row and moments near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int user)
    {
        if (!Sse.IsSupported)
            return;
        var row = Row(user);
        for (var j = 0; j < RowStride; j += CacheLineFloats)
            Sse.Prefetch1(row + j);
    }

    /// <summary>Moves what learns of a user's row by one step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in Adam adam, int user, float* grad)
    {
        float* row = Row(user), mean = row + _widths.Row, variance = mean + _widths.Learned;
        adam.Clip(grad, _widths.Learned);
        var decay = Vector512.Create(decays[user]);
        for (var j = 0; j < _widths.Learned; j += MatrixProduct.ColumnGroup)
            adam.Step(row + j, mean + j, variance + j, grad + j, decay * Vector512.Load(_decayed.Pointer + j));
    }

    private static AlignedFloats Decayed(NetworkShape shape)
    {
        var decayed = new AlignedFloats(shape.LearnedUserRow);
        foreach (var (start, end, _) in shape.UserParts.Where(part => part.Decays))
            decayed.Span[start..end].Fill(1);
        return decayed;
    }
}
