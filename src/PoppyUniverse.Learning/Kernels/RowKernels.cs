using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>Element by element work on rows whose width is a multiple of 16.</summary>
internal static unsafe class RowKernels
{
    private const int Group = MatrixProduct.ColumnGroup;

    private static readonly AlignedFloats Nothing = new(4096);

    /// <summary>A row of zeros, up to 4096 wide.</summary>
    public static float* Zeros(int width) =>
        width <= Nothing.Length ? Nothing.Pointer : throw new ArgumentOutOfRangeException(nameof(width), width, "Wider than any layer.");

    /// <summary>x = 0; for some hundred floats, where the runtime's own way takes longer to start than to clear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(float* x, int length)
    {
        for (var j = 0; j < length; j += Group)
            Vector512<float>.Zero.Store(x + j);
    }

    /// <summary>to += from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* from, float* to, int width)
    {
        for (var j = 0; j < width; j += Group)
            (Vector512.Load(to + j) + Vector512.Load(from + j)).Store(to + j);
    }

    /// <summary>x *= factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(float* x, int length, float factor)
    {
        for (var j = 0; j < length; j += Group)
            (Vector512.Load(x + j) * factor).Store(x + j);
    }

    /// <summary>Shortens x to a Euclidean length, if it is longer; 0 is no limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clip(float* x, int length, float limit)
    {
        if (limit <= 0)
            return;
        var sums = Vector512<float>.Zero;
        for (var j = 0; j < length; j += Group)
            sums = Vector512.FusedMultiplyAdd(Vector512.Load(x + j), Vector512.Load(x + j), sums);
        var sum = 0f;
        for (var lane = 0; lane < Group; lane++)
            sum += sums[lane];
        if (sum > limit * limit)
            Scale(x, length, limit / MathF.Sqrt(sum));
    }

    /// <summary>to = from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* from, float* to, int width)
    {
        for (var j = 0; j < width; j += Group)
            Vector512.Load(from + j).Store(to + j);
    }

    /// <summary>max(x, 0); what is not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Relu(Vector512<float> x) => AtLeast(Vector512<float>.Zero, x);

    /// <summary>max(x, floor); what is not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AtLeast(Vector512<float> floor, Vector512<float> x) =>
        Avx512F.IsSupported
            ? Avx512F.Max(floor, x) // the second operand where either is not a number or both are zeros
            : Vector512.Create(AtLeast(floor.GetLower(), x.GetLower()), AtLeast(floor.GetUpper(), x.GetUpper()));

    /// <summary>The same, for half as many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AtLeast(Vector256<float> floor, Vector256<float> x) =>
        Avx.IsSupported
            ? Avx.Max(floor, x)
            : Vector256.ConditionalSelect(Vector256.LessThan(x, floor), floor, x);

    /// <summary>to = max(x + y, 0).</summary>
    public static void AddRelu(float* x, float* y, float* to, int width)
    {
        const int Stride = 4 * Group;
        var j = 0;
        for (; j + Stride <= width; j += Stride)
        {
            Relu(Vector512.Load(x + j) + Vector512.Load(y + j)).Store(to + j);
            Relu(Vector512.Load(x + j + Group) + Vector512.Load(y + j + Group)).Store(to + j + Group);
            Relu(Vector512.Load(x + j + (2 * Group)) + Vector512.Load(y + j + (2 * Group))).Store(to + j + (2 * Group));
            Relu(Vector512.Load(x + j + (3 * Group)) + Vector512.Load(y + j + (3 * Group))).Store(to + j + (3 * Group));
        }

        for (; j < width; j += Group)
            Relu(Vector512.Load(x + j) + Vector512.Load(y + j)).Store(to + j);
    }

    /// <summary>to = x · y, entry by entry.</summary>
    public static void Multiply(float* x, float* y, float* to, int width)
    {
        for (var j = 0; j < width; j += Group)
            (Vector512.Load(x + j) * Vector512.Load(y + j)).Store(to + j);
    }

    /// <summary>grad = 0 where the activation is 0.</summary>
    public static void ReluBackward(float* activation, float* grad, int length)
    {
        for (var j = 0; j < length; j += Group)
            ReluBackward(Vector512.Load(activation + j), Vector512.Load(grad + j)).Store(grad + j);
    }

    /// <summary>grad where the activation is above 0, 0 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ReluBackward(Vector512<float> activation, Vector512<float> grad) =>
        grad & Vector512.GreaterThan(activation, Vector512<float>.Zero);

    /// <summary>sum += each row in turn.</summary>
    public static void AddRows(float* rows, int count, int width, float* sum)
    {
        for (var j = 0; j < width; j += Group)
        {
            var total = Vector512.Load(sum + j);
            for (var i = 0; i < count; i++)
                total += Vector512.Load(rows + ((nint)i * width) + j);
            total.Store(sum + j);
        }
    }

    /// <summary>x = e^(x − largest), where largest is the greatest of them. Returns it and the sum of the powers.</summary>
    public static (float Largest, float Sum) ExpSum(float* x, int length)
    {
        var tops = Vector512.Load(x);
        for (var j = Group; j < length; j += Group)
            tops = Vector512.Max(tops, Vector512.Load(x + j));
        var largest = tops[0];
        for (var lane = 1; lane < Group; lane++)
            largest = Math.Max(largest, tops[lane]);
        var sums = Vector512<float>.Zero;
        for (var j = 0; j < length; j += Group)
        {
            var power = PortableMath.Exp(Vector512.Load(x + j) - Vector512.Create(largest));
            power.Store(x + j);
            sums += power;
        }

        var sum = 0f;
        for (var lane = 0; lane < Group; lane++)
            sum += sums[lane];
        return (largest, sum);
    }
}
