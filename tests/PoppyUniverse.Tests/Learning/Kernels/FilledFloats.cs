using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Tests.Learning.Kernels;

/// <summary>Floats between −1 and 1 that look random, the same every time.</summary>
internal static class FilledFloats
{
    public static AlignedFloats Make(int length, uint seed)
    {
        var floats = new AlignedFloats(length);
        for (var i = 0; i < length; i++)
            floats.Span[i] = (((((uint)i * 2654435761u) + (seed * 40503u)) >> 9) / 4194304f) - 1;
        return floats;
    }
}
