using ParquetSharp;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Parquet;
using PoppyUniverse.Storage.Sharing;
using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Storage.Predictions;

/// <summary>
/// Copies a list of candidates, CSV or Parquet, with a model's predictions behind each row: Predicted_Strength, P1 to P5 and
/// Choice_Probability, as far as the model predicts them. Original columns, known or not, stay as they are. A candidate is a
/// user, a value and a time; Strength is not looked at, and the type may be missing.
/// </summary>
public static class ScoredFileWriter
{
    /// <summary>Scores a file. Users and values that the model does not know are answered, and counted.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The file to score.</param>
    /// <param name="path">The file to write, whole or not there: CSV, compressed by its name, or Parquet when the input is.</param>
    /// <param name="onError">What to do at a row of CSV that cannot be read.</param>
    /// <param name="run">Worker threads, which change speed only; told after each batch; the ranks that share the work, all of which call this, and of which rank 0 writes.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="DataFormatException">A row cannot be read, and errors stop; input and output are not both Parquet, or both CSV; or ranks have different files.</exception>
    public static ScoredRows Write(
        IRecommender model, string data, string path, OnError onError,
        (int Threads, IProgress<ReadProgress>? Progress, ICollective Ranks) run, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        SameFile.Require(data, run.Ranks);
        using var rejects = new RankRejects(run.Ranks.Rank, new() { OnError = onError, AnyCategory = true, IgnoreStrength = true });
        var (isParquet, format) = (File.Exists(data) && FileMagic.IsParquet(data), SimulationFormats.Of(path) ?? SimulationFormat.Csv);
        if (isParquet)
            ParquetInteractionReader.RefuseTruth(data); // before anything is said of the output
        if (File.Exists(data) && isParquet != (format == SimulationFormat.Parquet))
            throw new DataFormatException(data, 0, 0, $"is {(isParquet ? "Parquet" : "CSV")}, so its columns cannot go to {path}; expected an output of the same kind (poppy import --from csv turns one into the other).");
        ScoredRows? scored = null;
        if (run.Ranks.Rank == 0)
            AtomicFile.Write(path, file => scored = isParquet ? Parquet(file) : Csv(file));
        else
            scored = isParquet ? Parquet(Stream.Null) : Csv(Stream.Null);
        return scored!;

        ScoredRows Csv(Stream file)
        {
            using var rows = InteractionRowReader.Open(data, rejects.Options);
            using var output = format == SimulationFormat.Csv ? null : CsvBlockWorker.Compress(file, format);
            return ScoredCsv.Write(model, rows, output ?? file, run, cancellation);
        }

        ScoredRows Parquet(Stream file)
        {
            try
            {
                using var candidates = new ScoredParquet(model, data, rejects.Options);
                return candidates.Write(file, run, cancellation);
            }
            catch (Exception error) when (error is ParquetException or InvalidDataException)
            {
                throw ParquetFailures.OfReading(data, error);
            }
        }
    }
}
