using System.Diagnostics;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Simulates a log into a file.</summary>
internal static class SimulateWorkflow
{
    /// <summary>Writes the file and its manifest.</summary>
    public static SimulateResult Run(Simulator simulator, string path, int threads, Terminal terminal, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var manifest = terminal.WithProgress(bars =>
        {
            var bar = bars.Add($"Simulating {simulator.Profile.Name}", simulator.RowCount, "rows");
            var written = SimulationFileWriter.Write(simulator, path, threads, bar.As<long>((self, rows) => self.MoveTo(rows)), cancellation);
            bar.Finish();
            return written;
        });
        var seconds = clock.Elapsed.TotalSeconds;
        return new(path, manifest.Rows, manifest.Bytes, manifest.Sha256, seconds, manifest.Rows / seconds);
    }
}
