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
            throw Broken(path, error);
        }
    }

    /// <summary>An exception on reading as a line: the library wraps the reason in the names of C++ classes.</summary>
    public static DataFormatException Broken(string path, Exception error)
    {
        var start = error.Message.IndexOf("message: '", StringComparison.Ordinal);
        var reason = start < 0 ? error.Message : error.Message[(start + "message: '".Length)..].TrimEnd('\'', ')', ' ');
        return new(path, 0, 0, $"is a broken Parquet file: {reason.Split('\n')[0]}");
    }
}
