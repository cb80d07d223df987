using System.Globalization;

namespace PoppyUniverse.Mpi;

/// <summary>What the program that started this process (mpirun, or srun --mpi=pmix) says of the run, before MPI is up.</summary>
/// <param name="Name">mpirun or srun.</param>
/// <param name="Rank">Which process this is, from 0.</param>
/// <param name="Size">How many there are.</param>
/// <param name="SizeHere">How many of them are on this machine.</param>
public sealed record Launcher(string Name, int Rank, int Size, int SizeHere)
{
    /// <summary>Reads the environment.</summary>
    /// <param name="variable">The value of a variable, or null.</param>
    /// <returns>Null when neither has started this process, or one process alone.</returns>
    public static Launcher? Find(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var found = Number("OMPI_COMM_WORLD_SIZE") is { } size
            ? new Launcher("mpirun", Number("OMPI_COMM_WORLD_RANK") ?? 0, size, Number("OMPI_COMM_WORLD_LOCAL_SIZE") ?? size)
            : Number("PMIX_RANK") is { } rank && Number("SLURM_STEP_NUM_TASKS") is { } tasks
                ? new Launcher("srun", rank, tasks, Here(variable("SLURM_STEP_TASKS_PER_NODE"), tasks))
                : null;
        return found is { Size: > 1 } ? found : null;

        int? Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Whether each process has a terminal of the launcher's: mpirun opens one, for line by line output.</summary>
    public static bool GivesTerminal(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable("OMPI_COMM_WORLD_SIZE") is not null;
    }

    /// <summary>How many more processes srun started beside this one without a way to talk to them; told to the first of them only.</summary>
    public static int CopiesBesides(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable("PMIX_RANK") is null && variable("SLURM_PROCID") == "0" && int.TryParse(variable("SLURM_STEP_NUM_TASKS"), NumberStyles.None, CultureInfo.InvariantCulture, out var tasks)
            ? tasks - 1
            : 0;
    }

    // "2(x3),1": the most on any node, which is enough to share cores by
    private static int Here(string? tasksPerNode, int otherwise) =>
        tasksPerNode?.Split(',').Select(part => int.TryParse(part.Split('(')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var tasks) ? tasks : otherwise).Max() ?? otherwise;
}
