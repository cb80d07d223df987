using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Parquet;
using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Storage.Csv;

/// <summary>Writes a log as what a file's name asks for: .csv, .csv.gz, .csv.zst or .parquet.</summary>
public static class InteractionFile
{
    /// <summary>Writes a log; Interaction_ID counts its rows from 1. The file is whole or not there.</summary>
    /// <exception cref="ArgumentException">The name has none of the endings.</exception>
    public static void Write(InteractionLog log, string path)
    {
        var format = SimulationFormats.Of(path) ?? throw new ArgumentException($"The file is called {path}; expected a name that ends in {SimulationFormats.All}.", nameof(path));
        AtomicFile.Write(path, file =>
        {
            switch (format)
            {
                case SimulationFormat.Parquet:
                    ParquetInteractionWriter.Write(log, file);
                    break;
                case SimulationFormat.Csv:
                    InteractionWriter.Write(log, file);
                    break;
                default:
                    using (var compressed = CsvBlockWorker.Compress(file, format))
                        InteractionWriter.Write(log, compressed);
                    break;
            }
        });
    }
}
