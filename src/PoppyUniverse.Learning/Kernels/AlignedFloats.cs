namespace PoppyUniverse.Learning.Kernels;

/// <summary>
/// Zeroed floats that start on a cache line and never move, so that kernels may keep pointers into them. The garbage
/// collector frees them; nothing is disposed.
/// </summary>
internal sealed unsafe class AlignedFloats
{
    private const int CacheLine = 64;

    private readonly float[] _pinned;

    public AlignedFloats(long length)
    {
        Length = checked((int)length);
        _pinned = GC.AllocateArray<float>(Length + (CacheLine / sizeof(float)), pinned: true);
        var address = (nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _pinned[0]);
        Pointer = (float*)((address + CacheLine - 1) & ~(nuint)(CacheLine - 1));
    }

    /// <summary>The first float; valid as long as this object is reachable.</summary>
    public float* Pointer { get; }

    public int Length { get; }

    public Span<float> Span => new(Pointer, Length);

    public Span<float> Slice(int start, int length) => Span.Slice(start, length);
}
