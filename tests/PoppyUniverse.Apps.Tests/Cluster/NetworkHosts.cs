namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>
/// Three imitated machines: network namespaces with host names of their own behind one switch, and mpirun from the first.
/// Processes, memory and the file system are those of this machine.
/// </summary>
internal sealed class NetworkHosts : IDisposable
{
    private readonly PoppyProcess _poppy;
    private readonly string _prefix = $"poppy{Environment.ProcessId}";

    public NetworkHosts(PoppyProcess poppy)
    {
        _poppy = poppy;
        Assert.SkipUnless(Environment.UserName == "root", "network namespaces need root");
        Assert.SkipUnless(File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip"), "ip is not installed (Debian: iproute2)");
        Assert.SkipUnless(_poppy.Shell($"ip netns add {_prefix}sw && ip -n {_prefix}sw link add br0 type bridge && ip -n {_prefix}sw link set br0 up").ExitCode == 0, "network namespaces are not allowed here");
        Require($$"""
            set -e
            for i in 0 1 2; do
              ip netns add {{_prefix}}h$i
              ip -n {{_prefix}}h$i link add eth0 type veth peer name p$i netns {{_prefix}}sw
              ip -n {{_prefix}}sw link set p$i master br0
              ip -n {{_prefix}}sw link set p$i up
              ip -n {{_prefix}}h$i addr add 10.77.0.$((i+1))/24 dev eth0
              ip -n {{_prefix}}h$i link set eth0 up
              ip -n {{_prefix}}h$i link set lo up
              echo "10.77.0.$((i+1)) slots=2" >> hosts
            done
            """);
        _poppy.Write("rsh", $$"""
            #!/bin/bash
            ip=$1; shift; k=$(( ${ip##*.} - 1 ))
            exec ip netns exec {{_prefix}}h$k unshare --uts sh -c "hostname h$k; $*"

            """);
        Require("chmod +x rsh");
    }

    /// <summary>A command for a shell: poppy on so many ranks, host by host in turn; a lost host or link ends it within seconds.</summary>
    public string Line(int ranks, string arguments) => $"""
        ip netns exec {_prefix}h0 unshare --uts sh -c 'hostname h0; exec "$@"' sh mpirun --allow-run-as-root --oversubscribe --timeout 100 -x TERM=dumb \
          --hostfile hosts --map-by node --mca plm_rsh_agent $PWD/rsh --mca plm_rsh_no_tree_spawn 1 --mca btl tcp,self --mca btl_tcp_if_include eth0 \
          --mca oob_tcp_if_include eth0 --mca oob_tcp_keepalive_time 2 --mca oob_tcp_keepalive_intvl 1 --mca oob_tcp_keepalive_probes 2 \
          -np {ranks} dotnet $POPPY {arguments}
        """;

    /// <summary>A command that takes a host's network away.</summary>
    public string CutLink(int host) => $"ip -n {_prefix}sw link set p{host} down";

    /// <summary>A command that ends everything that runs on a host at once.</summary>
    public string KillHost(int host) => $"kill -9 $(ip netns pids {_prefix}h{host})";

    /// <summary>Whether anything still runs on the hosts.</summary>
    public bool IsQuiet() => _poppy.Shell($"for i in 0 1 2; do ip netns pids {_prefix}h$i; done").Out.Trim() == "";

    public void Dispose() =>
        _poppy.Shell($"for i in 0 1 2; do {KillHost(0).Replace("h0", "h$i", StringComparison.Ordinal)} 2>/dev/null; ip netns del {_prefix}h$i; done; ip netns del {_prefix}sw");

    private void Require(string line)
    {
        var (exitCode, _, error) = _poppy.Shell(line);
        Assert.True(exitCode == 0, error);
    }
}
