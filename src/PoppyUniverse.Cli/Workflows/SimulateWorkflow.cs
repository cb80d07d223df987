using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Writes a simulated log.</summary>
internal sealed class SimulateWorkflow(Simulator simulator, SimulationWriteOptions options, Terminal terminal, CancellationToken cancellation)
{
    /// <summary>Whether a path is no file but a stream: stdout, or a device.</summary>
    public static bool IsStream(string path) => path == "-" || path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>Writes the file and its manifest.</summary>
    public SimulateResult ToFile(string path)
    {
        var (manifest, seconds) = Watched($"Simulating {simulator.Profile.Name}", progress => SimulationFileWriter.Write(simulator, path, options, progress, cancellation));
        return new(path, manifest.Rows, manifest.Bytes, manifest.Sha256, seconds, manifest.Rows / seconds);
    }

    /// <summary>Writes CSV to stdout or a device; returns rows and seconds.</summary>
    public (long Rows, double Seconds) ToStream(string path)
    {
        using var stream = path == "-" ? StandardOutput() : new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var (_, seconds) = Watched($"Simulating {simulator.Profile.Name}", progress => SimulationFileWriter.Write(simulator, stream, options, progress, cancellation));
        return (Rows, seconds);
    }

    /// <summary>Writes the truth of the same rows.</summary>
    public void Truth(string path) => Watched("Writing the truth", progress =>
    {
        TruthFileWriter.Write(simulator, path, options, progress, cancellation);
        return path;
    });

    // Console's own stream swallows a broken pipe, and the simulation would go on for nobody.
    private static Stream StandardOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    private long Rows
    {
        get
        {
            var (first, end) = options.Shard.BlocksOf(simulator.BlockCount);
            return Before(end) - Before(first);

            long Before(int block) => block == simulator.BlockCount ? simulator.RowCount : simulator.RowsOf(block).First;
        }
    }

    private (T Result, double Seconds) Watched<T>(string title, Func<IProgress<long>, T> work)
    {
        var clock = Stopwatch.StartNew();
        var result = terminal.WithProgress(bars =>
        {
            var bar = bars.Add(title, Rows, "rows");
            var done = work(bar.As<long>((self, rows) => self.MoveTo(rows)));
            bar.Finish();
            return done;
        });
        return (result, clock.Elapsed.TotalSeconds);
    }
}
