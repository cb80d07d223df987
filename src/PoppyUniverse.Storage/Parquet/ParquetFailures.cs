using ParquetSharp;

namespace PoppyUniverse.Storage.Parquet;

/// <summary>
/// What went wrong, where the Parquet library says it in its own way: in an exception of its own, the names of C++ classes,
/// and the text of the exception behind it with its stack.
/// </summary>
public static class ParquetFailures
{
    // files are read by the library itself, so an exception of a stream is one of writing
    private const string OfStream = "IOError: System.IO.IOException: ";

    /// <summary>The failure as it would be without the library: an <see cref="IOException"/> when a file could not be written; others as they are.</summary>
    public static Exception Plain(Exception failure) =>
        failure is ParquetException && Reason(failure) is var reason && reason.StartsWith(OfStream, StringComparison.Ordinal)
            ? new IOException(reason[OfStream.Length..], failure)
            : failure;

    /// <summary>The same, where a file was read: what is not of another file's writing is a fault of that file.</summary>
    internal static Exception OfReading(string path, Exception failure) =>
        Plain(failure) is IOException writing ? writing : new DataFormatException(path, 0, 0, $"is a broken Parquet file: {Reason(failure)}");

    private static string Reason(Exception failure)
    {
        var start = failure.Message.IndexOf("message: '", StringComparison.Ordinal);
        var reason = start < 0 ? failure.Message : failure.Message[(start + "message: '".Length)..].TrimEnd('\'', ')', ' ');
        return reason.Split('\n')[0];
    }
}
