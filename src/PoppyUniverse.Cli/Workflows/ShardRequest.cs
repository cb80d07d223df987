using System.Globalization;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>
/// A shard as a command line names it: i/n, or auto, or auto/n. Auto takes i from the scheduler that started the process:
/// Slurm's array task (tasks 1 to n) or Kubernetes' Indexed Job (indices 0 to n − 1). Slurm also tells n; Kubernetes does not.
/// </summary>
internal static class ShardRequest
{
    private const string Auto = "auto";
    private const string SlurmTask = "SLURM_ARRAY_TASK_ID";
    private const string SlurmFirst = "SLURM_ARRAY_TASK_MIN";
    private const string SlurmLast = "SLURM_ARRAY_TASK_MAX";
    private const string SlurmCount = "SLURM_ARRAY_TASK_COUNT";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";

    /// <summary>Reads "3/64", "auto" or "auto/64".</summary>
    /// <param name="text">What --shard says.</param>
    /// <param name="variable">The environment: the value of a variable, or null.</param>
    /// <exception cref="UsageException">It is none of them, or no scheduler tells which shard this is.</exception>
    public static Shard Parse(string text, Func<string, string?> variable)
    {
        var (head, count) = text.Split('/') is [Auto, var rest] ? (Auto, rest) : (text, null);
        if (head != Auto)
            return Shard.TryParse(text, out var shard) ? shard : throw Malformed(text);
        if (variable(SlurmTask) is { } task)
            return Of(task, count ?? SlurmTasks(variable), $"{SlurmTask} is {task}");
        if (variable(KubernetesIndex) is { } index)
            return Of(Successor(index), count ?? throw new UsageException("--shard auto: Kubernetes does not tell the number of completions; give it: --shard auto/64."), $"{KubernetesIndex} is {index}");
        throw new UsageException($"--shard is \"{text}\", but neither {SlurmTask} nor {KubernetesIndex} is set; expected i/n outside of a scheduler, such as 3/64.");

        Shard Of(string index, string count, string found) => Shard.TryParse($"{index}/{count}", out var shard)
            ? shard
            : throw new UsageException($"--shard {text}: {found}, which is no shard of {count}; expected {(found.StartsWith(SlurmTask, StringComparison.Ordinal) ? "1" : "0")} and up.");
    }

    // A part of an array (sbatch --array=3) says nothing of how many shards there are.
    private static string SlurmTasks(Func<string, string?> variable)
    {
        var (first, last, count) = (variable(SlurmFirst), variable(SlurmLast), variable(SlurmCount));
        return first == "1" && last is not null && last == count
            ? last
            : throw new UsageException($"--shard auto: the array's tasks run from {first} to {last}, {count} of them; expected 1 to n (sbatch --array=1-64), or the number of shards: --shard auto/64.");
    }

    private static string Successor(string index) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number + 1L).ToString(CultureInfo.InvariantCulture) : index;

    private static UsageException Malformed(string text) =>
        new($"--shard is \"{text}\"; expected i/n with i from 1 to n, such as 3/64, or auto under a scheduler.");
}
