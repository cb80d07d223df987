using PoppyUniverse.Learning;
using PoppyUniverse.Mpi;
using PoppyUniverse.Storage;

namespace PoppyUniverse.Cli.Ranks;

/// <summary>
/// This process as one of several ranks, when mpirun or srun started it so. Only rank 0 talks; the others are heard when
/// they fail and rank 0 does not.
/// </summary>
internal sealed class RankProcess : IDisposable
{
    // what all ranks find wrong is told by rank 0, who then ends them all; a rank that fails alone waits so long for that
    private static readonly TimeSpan RankZeroSpeaksWithin = TimeSpan.FromSeconds(4);

    // without Open MPI it is the launcher who ends the others when rank 0 ends, asking first
    private static readonly TimeSpan LauncherEndsWithin = TimeSpan.FromSeconds(6);

    // the launcher kills what has not ended a second after its signal; until then who can end by itself may
    private static readonly TimeSpan RankMayEndWithin = TimeSpan.FromSeconds(0.5);

    private readonly MpiCollective? _mpi;
    private readonly TextWriter _error = Console.Error;
    private bool _failed;

    private RankProcess(MpiCollective? mpi) => _mpi = mpi;

    /// <summary>The ranks; this process alone when nobody started several.</summary>
    public ICollective Collective => (ICollective?)_mpi ?? Alone.Instance;

    /// <summary>Whether what looks like a terminal is none: mpirun gives each rank one, and passes on what it hears as it is.</summary>
    public static bool HasLeftTerminal { get; private set; }

    /// <summary>Keeps .NET from sending codes to a terminal that is none; to be called before anything is written.</summary>
    public static void LeaveTerminal()
    {
        HasLeftTerminal = Launcher.GivesTerminal(Environment.GetEnvironmentVariable);
        if (HasLeftTerminal)
            Environment.SetEnvironmentVariable("TERM", "dumb");
    }

    /// <summary>Joins the other ranks.</summary>
    /// <param name="verb">The verb, for messages.</param>
    /// <param name="runsOnRanks">Whether it can share its work out.</param>
    /// <exception cref="UsageException">It cannot, and there are several ranks.</exception>
    /// <exception cref="OpenMpiException">Open MPI cannot be used.</exception>
    public static RankProcess Join(string verb, bool runsOnRanks)
    {
        if (Launcher.Find(Environment.GetEnvironmentVariable) is not { } launcher)
        {
            if (runsOnRanks && Launcher.CopiesBesides(Environment.GetEnvironmentVariable) is > 0 and var others)
                Console.Error.WriteLine($"srun started poppy {verb} {others + 1} times without --mpi=pmix: each works alone. To share the work: srun --mpi=pmix.");
            return new(null);
        }

        if (launcher.Rank != 0 && !runsOnRanks)
            Silence();
        if (!runsOnRanks)
            throw new UsageException($"{launcher.Name} started poppy {verb} {launcher.Size} times; it is the work of one process. Start it without {launcher.Name}. Verbs that run on ranks: train (Layer 4), evaluate, score.");
        var process = new RankProcess(Start(launcher));
        if (process.Collective.Rank != 0)
            Silence();
        Console.Error.WriteLine($"Running on {launcher.Size} ranks, started by {launcher.Name}.");
        return process;
    }

    /// <summary>Worker threads that are a rank's share of the cores it may use.</summary>
    public static int Threads => Launcher.Find(Environment.GetEnvironmentVariable) is { } launcher
        ? Math.Max(1, Environment.ProcessorCount / launcher.SizeHere)
        : Environment.ProcessorCount;

    /// <summary>
    /// Leaves no file under a temporary name when the launcher ends this rank, as it does when another fails: a rank that
    /// waits for others meanwhile is never asked whether it is cancelled.
    /// </summary>
    public void RemoveUnfinishedOn(CancellationToken cancellation)
    {
        if (_mpi is not null)
            cancellation.Register(() => Task.Delay(RankMayEndWithin).ContinueWith(_ => AtomicFile.Abandon(), TaskScheduler.Default));
    }

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

    private static MpiCollective Start(Launcher launcher)
    {
        try
        {
            var mpi = MpiCollective.Start();
            return mpi.Size == launcher.Size
                ? mpi
                : throw new OpenMpiException($"{launcher.Name}'s variables speak of {launcher.Size} ranks, but Open MPI finds {mpi.Size}; start poppy with the mpirun, or srun --mpi=pmix, of this machine's Open MPI 4, or clear the variables (OMPI_COMM_WORLD_SIZE, PMIX_RANK) where nobody started ranks.");
        }
        catch (OpenMpiException) when (launcher.Rank != 0)
        {
            Thread.Sleep(LauncherEndsWithin);
            throw;
        }
    }

    private static void Silence()
    {
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
    }
}
