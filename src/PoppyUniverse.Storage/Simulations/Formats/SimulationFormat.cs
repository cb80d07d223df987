namespace PoppyUniverse.Storage.Simulations.Formats;

/// <summary>What a simulation is written as.</summary>
public enum SimulationFormat
{
    /// <summary>CSV.</summary>
    Csv,

    /// <summary>CSV in gzip, a member for each block.</summary>
    CsvGzip,

    /// <summary>CSV in Zstandard, a frame for each block.</summary>
    CsvZstandard,

    /// <summary>Parquet, a row group for each block.</summary>
    Parquet,
}

/// <summary>Formats by the names of files.</summary>
public static class SimulationFormats
{
    private static readonly (string Ending, SimulationFormat Format)[] Endings =
    [
        (".csv", SimulationFormat.Csv),
        (".csv.gz", SimulationFormat.CsvGzip),
        (".csv.zst", SimulationFormat.CsvZstandard),
        (".parquet", SimulationFormat.Parquet),
    ];

    /// <summary>The endings of all formats, for messages.</summary>
    public static string All { get; } = string.Join(", ", Endings.Select(ending => ending.Ending));

    /// <summary>The format that a file's name asks for, or null.</summary>
    public static SimulationFormat? Of(string path) =>
        Endings.Where(ending => path.EndsWith(ending.Ending, StringComparison.OrdinalIgnoreCase)).Select(ending => (SimulationFormat?)ending.Format).FirstOrDefault();
}
