namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>poppy as several ranks of a real Open MPI job, in the folder of a <see cref="PoppyProcess"/>.</summary>
internal sealed class MpiJob
{
    /// <summary>A training of some seconds, and its log.</summary>
    public const string World = "simulate --users 300 --interactions 12000 --seed 7";

    private const string Options = "--allow-run-as-root --oversubscribe --timeout 100 -x TERM=xterm";

    private readonly PoppyProcess _poppy;

    public MpiJob(PoppyProcess poppy)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mpirun"), "mpirun is not installed (Debian: openmpi-bin)");
        _poppy = poppy;
    }

    /// <summary>Runs poppy on so many ranks of this machine.</summary>
    public (int ExitCode, string Out, string Error) Run(int ranks, string arguments) => _poppy.Shell(Line(ranks, arguments));

    /// <summary>Runs poppy on a rank for each of the arguments.</summary>
    public (int ExitCode, string Out, string Error) Run(params IEnumerable<string> arguments) =>
        _poppy.Shell($"mpirun {Options} {string.Join(" : ", arguments.Select(own => $"-np 1 dotnet $POPPY {own}"))}");

    /// <summary>Runs it and requires that it succeeds.</summary>
    public string Succeed(int ranks, string arguments)
    {
        var (exitCode, output, error) = Run(ranks, arguments);
        Assert.True(exitCode == 0, $"{ranks} ranks, poppy {arguments}: exit code {exitCode}: {error}");
        return output;
    }

    /// <summary>The command for a shell where $POPPY is the program; with more options of mpirun.</summary>
    public static string Line(int ranks, string arguments, string more = "") => $"mpirun {Options} {more} -np {ranks} dotnet $POPPY {arguments}";
}
