using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>
/// A real Slurm on loopback: a controller and two nodes of two cores. Each node is a process namespace of its own, so that
/// killing it kills everything that runs there, as when a machine dies.
/// </summary>
public sealed class SlurmCluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly PoppyProcess _poppy = new();
    private readonly List<Process> _daemons = [];
    private readonly Process[] _nodes;

    public SlurmCluster()
    {
        Assert.SkipUnless(Environment.UserName == "root", "starting Slurm's daemons needs root");
        foreach (var program in (string[])["slurmctld", "slurmd", "munged"])
            Assert.SkipUnless(File.Exists($"/usr/sbin/{program}"), $"{program} is not installed (Debian: slurm-wlm, munge)");
        foreach (var folder in (string[])["run", "state", "log", "parts"])
            Directory.CreateDirectory(_poppy.File(folder));
        _poppy.Write("slurm.conf", Configuration());
        _poppy.Write("cgroup.conf", "CgroupPlugin=cgroup/v1\n");
        File.WriteAllBytes(_poppy.File("run/munge.key"), RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(_poppy.File("run/munge.key"), UnixFileMode.UserRead);
        Start($"munged -F --force --key-file=run/munge.key --socket={_poppy.Folder}/run/munge.socket --pid-file={_poppy.Folder}/run/munged.pid --log-file={_poppy.Folder}/log/munged.log --seed-file={_poppy.Folder}/run/munge.seed");
        Until("munge listens", () => File.Exists(_poppy.File("run/munge.socket")));
        Start("slurmctld -D -c");
        _nodes = [.. Enumerable.Range(0, 2).Select(node => Start($"unshare --pid --fork --kill-child --mount-proc slurmd -D -N n{node}"))];
        Until("both nodes are idle", () => Command("sinfo -h -N -o %t") == "idle\nidle");
    }

    /// <summary>Whether Slurm can start ranks with PMIx, whose library its plugin asks for by the name without a version.</summary>
    public static bool HasPmix => Directory.GetDirectories("/usr/lib", "*-linux-gnu").Any(folder => File.Exists(Path.Combine(folder, "pmix2/lib/libpmix.so")));

    /// <summary>The folder that controller and nodes share.</summary>
    public PoppyProcess Shared => _poppy;

    /// <summary>Runs a command of Slurm's with our scripts in $DEPLOY, and requires that it succeeds.</summary>
    public string Command(string line)
    {
        var (exitCode, output, error) = _poppy.Shell($"export SLURM_CONF={_poppy.File("slurm.conf")} DEPLOY={Repository.File("deploy/slurm")}; {line}");
        Assert.True(exitCode == 0, $"{line}: exit code {exitCode}: {error}");
        return output.Trim();
    }

    /// <summary>Waits for something that Slurm does in its own time.</summary>
    public void Until(string what, Func<bool> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(clock.Elapsed < Patience, $"waited {Patience} until {what}: {Log()}");
            Thread.Sleep(BetweenLooks);
        }
    }

    /// <summary>Kills a node and everything that runs on it.</summary>
    public void KillNode(int node)
    {
        _nodes[node].Kill();
        _nodes[node].WaitForExit();
    }

    public void Dispose()
    {
        foreach (var daemon in Enumerable.Reverse(_daemons).Where(daemon => !daemon.HasExited))
        {
            daemon.Kill();
            daemon.WaitForExit();
        }

        _daemons.ForEach(daemon => daemon.Dispose());
        _poppy.Dispose();
    }

    private string Log() => File.Exists(_poppy.File("log/slurmctld.log")) ? string.Join('\n', File.ReadLines(_poppy.File("log/slurmctld.log")).TakeLast(20)) : "no log";

    private Process Start(string line)
    {
        var words = line.Split(' ');
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = _poppy.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = _poppy.File("slurm.conf");
        start.Environment["PATH"] = $"/usr/sbin:{Environment.GetEnvironmentVariable("PATH")}";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _daemons.Add(process);
        return process;
    }

    // cred_expire is also how long a task waits before it runs again; its default is two minutes
    private string Configuration()
    {
        var (host, folder) = (Environment.MachineName.Split('.')[0], _poppy.Folder);
        return string.Create(CultureInfo.InvariantCulture, $"""
            ClusterName=poppy
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={FreePort()}
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={folder}/run/munge.socket,cred_expire=8
            CredType=cred/munge
            MpiDefault=none
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            SchedulerType=sched/backfill
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SwitchType=switch/none
            ReturnToService=2
            SlurmdParameters=config_overrides
            SlurmdTimeout=5
            StateSaveLocation={folder}/state
            SlurmdSpoolDir={folder}/spool.%n
            SlurmctldPidFile={folder}/run/slurmctld.pid
            SlurmdPidFile={folder}/run/slurmd.%n.pid
            SlurmctldLogFile={folder}/log/slurmctld.log
            SlurmdLogFile={folder}/log/slurmd.%n.log
            NodeName=n0 NodeHostname={host} NodeAddr=127.0.0.1 Port={FreePort()} CPUs=2 Sockets=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=4000
            NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={FreePort()} CPUs=2 Sockets=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=4000
            PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP

            """);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
