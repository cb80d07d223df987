using System.Diagnostics;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Predictions;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Scores a file row by row.</summary>
internal static class ScoreWorkflow
{
    /// <summary>Reads rows, scores them in batches, writes them with their predictions.</summary>
    public static WrittenResult Run(
        IRecommender model, string data, string path, (string OnError, int Threads) how, Terminal terminal, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var rows = terminal.WithProgress(bars =>
        {
            var bar = bars.Add($"Scoring {Path.GetFileName(data)}", 1, "rows");
            var options = new ReadOptions { OnError = how.OnError == "skip" ? OnError.Skip : OnError.Stop, Catalog = model.Catalog };
            var written = ScoredFileWriter.Write(
                model, data, path, options, (how.Threads, bar.As<ReadProgress>((self, progress) => self.MoveTo(progress.Rows, progress.Bytes, progress.ByteCount))), cancellation);
            bar.Finish();
            return written;
        });
        var seconds = clock.Elapsed.TotalSeconds;
        return new(path, rows, seconds, rows / seconds);
    }
}
