namespace PoppyUniverse.Interactions;

/// <summary>How much memory a column may take before it goes on in a temporary file.</summary>
internal static class ColumnMemory
{
    // a training run holds a log, its two parts and the packed rows of its lanes: some thirty columns, a quarter of the memory
    private const int Columns = 128;

    /// <summary>
    /// Bytes of a column that stay in memory: one 128th of what the process may use, which is the machine's memory, that
    /// of its container, or <c>DOTNET_GCHeapHardLimit</c>.
    /// </summary>
    public static long ShareBytes { get; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Columns;
}
