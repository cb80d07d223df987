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
    public static ScoreResult Run(
        IRecommender model, string data, string path, (string OnError, int Threads, ICollective Ranks) how, Terminal terminal, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var rows = terminal.WithProgress(bars =>
        {
            var bar = bars.Add($"Scoring {Path.GetFileName(data)}", 1, "rows");
            var onError = how.OnError == "skip" ? OnError.Skip : OnError.Stop;
            var written = ScoredFileWriter.Write(
                model, data, path, onError, (how.Threads, bar.As<ReadProgress>((self, progress) => self.MoveTo(progress.Rows, progress.Bytes, progress.ByteCount)), how.Ranks), cancellation);
            bar.Finish();
            return written;
        });
        var seconds = clock.Elapsed.TotalSeconds;
        return new(path, rows.Count, rows.UnknownUsers, rows.UnknownValues, rows.Skipped, seconds, rows.Count / seconds);
    }
}
