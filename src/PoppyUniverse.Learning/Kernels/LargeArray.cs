namespace PoppyUniverse.Learning.Kernels;

/// <summary>Arrays that may take much of what memory there is.</summary>
internal static class LargeArray
{
    /// <summary>
    /// Zeros. Memory that was freed in pieces of other sizes stays with the collector, and counts under a limit; it is told to
    /// give it back before this fails.
    /// </summary>
    /// <exception cref="OutOfMemoryException">There is no room for it.</exception>
    public static T[] Of<T>(long length, bool pinned = false)
        where T : unmanaged
    {
        var count = checked((int)length);
        try
        {
            return GC.AllocateArray<T>(count, pinned);
        }
        catch (OutOfMemoryException)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return GC.AllocateArray<T>(count, pinned);
        }
    }
}
