using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Reads a log for a verb: with a progress bar, and a word on what was skipped.</summary>
internal static class LogFile
{
    /// <summary>Reads a log.</summary>
    /// <param name="path">CSV file.</param>
    /// <param name="onError">"stop" or "skip".</param>
    /// <param name="catalog">The categories that are allowed, or null for all.</param>
    /// <param name="terminal">Where progress and remarks go.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static InteractionLog Read(string path, string onError, Catalog? catalog, Terminal terminal, CancellationToken cancellation)
    {
        var options = new ReadOptions { OnError = onError == "skip" ? OnError.Skip : OnError.Stop, Catalog = catalog };
        var result = terminal.WithProgress(bars =>
        {
            var bar = bars.Add($"Reading {Path.GetFileName(path)}", 1, "rows");
            var read = InteractionReader.Read(path, options, bar.As<ReadProgress>((self, progress) => self.MoveTo(progress.Rows, progress.Bytes, progress.ByteCount)), cancellation);
            bar.Finish();
            return read;
        });
        TellSkipped(result);
        return result.Log;
    }

    /// <summary>Says how many rows could not be read, where they are, and what was wrong with the first.</summary>
    public static void TellSkipped(ReadResult result)
    {
        if (result.SkippedCount == 0)
            return;
        Terminal.Note($"Skipped {result.SkippedCount:N0} rows; they are in {result.RejectPath}. The first:");
        foreach (var problem in result.FirstProblems)
            Terminal.Note("  " + problem);
    }
}
