using PoppyUniverse.Learning;
using PoppyUniverse.Mpi;

namespace PoppyUniverse.Cli.Ranks;

/// <summary>
/// This process as one of several ranks, when mpirun or srun started it so. Only rank 0 talks; the others are heard when
/// they fail and rank 0 does not.
/// </summary>
internal sealed class RankProcess : IDisposable
{
    // what all ranks find wrong is told by rank 0, who then ends them all; a rank that fails alone waits so long for that
    private static readonly TimeSpan RankZeroSpeaksWithin = TimeSpan.FromSeconds(2);

    private readonly MpiCollective? _mpi;
    private readonly TextWriter _error = Console.Error;
    private bool _failed;

    private RankProcess(MpiCollective? mpi) => _mpi = mpi;

    /// <summary>The ranks; this process alone when nobody started several.</summary>
    public ICollective Collective => (ICollective?)_mpi ?? Alone.Instance;

    /// <summary>Joins the other ranks.</summary>
    /// <param name="verb">The verb, for messages.</param>
    /// <param name="runsOnRanks">Whether it can share its work out.</param>
    /// <exception cref="UsageException">It cannot, and there are several ranks.</exception>
    /// <exception cref="OpenMpiException">Open MPI cannot be used.</exception>
    public static RankProcess Join(string verb, bool runsOnRanks)
    {
        if (Launcher.Find(Environment.GetEnvironmentVariable) is not { } launcher)
            return new(null);
        if (launcher.Rank != 0 && !runsOnRanks)
            Silence();
        if (!runsOnRanks)
            throw new UsageException($"{launcher.Name} started poppy {verb} {launcher.Size} times; it is the work of one process. Start it without {launcher.Name}. Verbs that run on ranks: train (Layer 4), score.");
        if (launcher.Rank == 0)
            Console.Error.WriteLine($"Running on {launcher.Size} ranks, started by {launcher.Name}.");
        var process = new RankProcess(MpiCollective.Start());
        if (process.Collective.Rank != 0)
            Silence();
        return process;
    }

    /// <summary>Worker threads that are a rank's share of the cores it may use.</summary>
    public static int Threads => Launcher.Find(Environment.GetEnvironmentVariable) is { } launcher
        ? Math.Max(1, Environment.ProcessorCount / launcher.SizeHere)
        : Environment.ProcessorCount;

    /// <summary>Tells why this rank fails and ends all of them, if there are others; rank 0 first.</summary>
    public void Fail(int exitCode, string line)
    {
        if (_mpi is null)
        {
            Console.Error.WriteLine(line);
            return;
        }

        _failed = true;
        if (_mpi.Rank != 0)
            Thread.Sleep(RankZeroSpeaksWithin);
        _error.WriteLine(_mpi.Rank == 0 ? line : $"Rank {_mpi.Rank}: {line}");
        _error.Flush();
        _mpi.Abort(exitCode);
    }

    public void Dispose()
    {
        if (!_failed)
            _mpi?.Dispose();
    }

    private static void Silence()
    {
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
    }
}
