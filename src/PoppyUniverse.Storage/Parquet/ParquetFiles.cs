using ParquetSharp;

namespace PoppyUniverse.Storage.Parquet;

/// <summary>Opens Parquet files, or says in a line what is wrong with them.</summary>
internal static class ParquetFiles
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="DataFormatException">It is no Parquet file, or broken.</exception>
    public static ParquetFileReader Open(string path)
    {
        try
        {
            return new(path);
        }
        catch (ParquetException error)
        {
            throw ParquetFailures.OfReading(path, error);
        }
    }
}
