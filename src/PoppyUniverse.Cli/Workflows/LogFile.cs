using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Sharing;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Reads a log for a verb: with a progress bar, and a word on what was skipped.</summary>
internal static class LogFile
{
    /// <summary>Reads a log; each of several ranks all of it.</summary>
    /// <param name="path">CSV or Parquet file.</param>
    /// <param name="onError">"stop" or "skip".</param>
    /// <param name="how">The categories that are allowed, or null for all; the ranks, of which rank 0 keeps what was skipped.</param>
    /// <param name="terminal">Where progress and remarks go.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static InteractionLog Read(string path, string onError, (Catalog? Catalog, ICollective Ranks) how, Terminal terminal, CancellationToken cancellation)
    {
        var options = Options(onError) with { Catalog = how.Catalog };
        var result = Read(path, terminal, progress => LogShareReader.ReadWhole(path, options, how.Ranks, progress, cancellation));
        TellSkipped(result);
        return result.Log;
    }

    /// <summary>Reads a log for one process.</summary>
    /// <inheritdoc cref="Read(string, string, ValueTuple{Catalog, ICollective}, Terminal, CancellationToken)"/>
    /// <param name="path">CSV or Parquet file.</param>
    /// <param name="onError">"stop" or "skip".</param>
    /// <param name="catalog">The categories that are allowed, or null for all.</param>
    /// <param name="terminal">Where progress and remarks go.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static InteractionLog Read(string path, string onError, Catalog? catalog, Terminal terminal, CancellationToken cancellation) =>
        Read(path, onError, (catalog, Alone.Instance), terminal, cancellation);

    /// <summary>Reads a rank's share of a log; all of it when there is one process.</summary>
    /// <param name="path">CSV or Parquet file.</param>
    /// <param name="onError">"stop" or "skip".</param>
    /// <param name="spread">Lanes to spread users over; the ranks.</param>
    /// <param name="terminal">Where progress and remarks go.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static LogShare ReadShare(string path, string onError, (int Lanes, ICollective Ranks) spread, Terminal terminal, CancellationToken cancellation)
    {
        if (spread.Ranks.Size == 1)
            return LogShare.Whole(Read(path, onError, null, terminal, cancellation), spread.Lanes);
        var (share, result) = Read(path, terminal, progress => LogShareReader.Read(path, Options(onError), spread, progress, cancellation));
        TellSkipped(result);
        return share;
    }

    private static ReadOptions Options(string onError) => new() { OnError = onError == "skip" ? OnError.Skip : OnError.Stop };

    private static T Read<T>(string path, Terminal terminal, Func<IProgress<ReadProgress>, T> read) => terminal.WithProgress(bars =>
    {
        var bar = bars.Add($"Reading {Path.GetFileName(path)}", 1, "rows");
        var result = read(bar.As<ReadProgress>((self, progress) => self.MoveTo(progress.Rows, progress.Bytes, progress.ByteCount)));
        bar.Finish();
        return result;
    });

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
