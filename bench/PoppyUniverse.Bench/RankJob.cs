using System.Diagnostics;
using System.Globalization;
using PoppyUniverse.Mpi;

namespace PoppyUniverse.Bench;

/// <summary>A measure made by processes of their own, of which rank 0 prints numbers on its last line.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Ranks">Number of processes; one is started without mpirun.</param>
/// <param name="Transport">Open MPI's transports, "vader,self" or "tcp,self".</param>
/// <param name="Gigabits">Of a network namespace with a link of so many Gb/s, through which the ranks talk; null for none.</param>
internal sealed record RankJob(string Name, int Ranks = 1, string Transport = "", int? Gigabits = null)
{
    /// <summary>Runs this program with some arguments; its numbers.</summary>
    public double[] Run(params string[] arguments)
    {
        string[] mpirun = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--timeout", "100", "-x", "TERM=dumb", "--mca", "btl", Transport];
        string[] line = (Ranks, Gigabits) switch
        {
            (1, _) => [Environment.ProcessPath!, .. arguments],
            (_, null) => [.. mpirun, "-np", $"{Ranks}", Environment.ProcessPath!, .. arguments],
            _ => ["unshare", "--net", "sh", "-c", $"ip link set lo up && tc qdisc add dev lo root tbf rate {Gigabits}gbit burst 256kb latency 100ms && exec \"$@\"", "sh",
                .. mpirun, "--mca", "btl_tcp_if_include", "lo", "--mca", "oob_tcp_if_include", "lo", "-np", $"{Ranks}", Environment.ProcessPath!, .. arguments],
        };
        return MeasuresKept.Of(line, Numbers);
    }

    /// <summary>The ranks that this process is started as.</summary>
    public static MpiCollective? Join() => Launcher.Find(Environment.GetEnvironmentVariable) is null ? null : MpiCollective.Start();

    private static double[] Numbers(string[] line)
    {
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', line)}: exit code {process.ExitCode}");
        double[] numbers = [.. output.Trim().Split('\n')[^1].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        Console.Error.WriteLine($"{string.Join(' ', line[^5..])}: {string.Join(' ', numbers.Select(number => number.ToString("G4", CultureInfo.InvariantCulture)))}");
        return numbers;
    }
}
