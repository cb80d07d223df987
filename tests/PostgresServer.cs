using System.Diagnostics;

namespace PoppyUniverse.Testing;

/// <summary>
/// A PostgreSQL server of Debian's package on loopback, in a folder that is gone afterwards. Skips the running test, saying
/// why, where the package is missing.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("poppy-pg-").FullName;
    private readonly string? _programs = Programs();
    private int _databases;
    private bool _started;

    /// <summary>Where it listens on loopback.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>Its data folder, for who searches it.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>The address of a new, empty database.</summary>
    public string NewDatabase()
    {
        lock (this)
        {
            Start();
            var name = $"poppy{++_databases}";
            Run("psql", $"-h 127.0.0.1 -p {Port} -U postgres -q -c \"CREATE DATABASE {name}\" postgres");
            return $"postgres:Host=127.0.0.1;Port={Port};Database={name};Username=postgres";
        }
    }

    /// <summary>Starts the server, if it does not run.</summary>
    public void Start()
    {
        if (_started)
            return;
        if (_programs is null)
            Assert.Skip("PostgreSQL is not installed (Debian: apt-get install postgresql).");
        if (!Directory.Exists(Data))
        {
            if (Environment.UserName == "root")
                Shell($"chown postgres {_folder}");
            Run("initdb", $"-D {Data} -A trust -U postgres --no-locale -E UTF8 --no-sync");
        }

        Run("pg_ctl", $"-D {Data} -w -l {_folder}/log -o '-c listen_addresses=127.0.0.1 -c port={Port} -c unix_socket_directories={_folder} -c fsync=off' start");
        _started = true;
    }

    /// <summary>Stops the server as an administrator would, sessions and all.</summary>
    public void Stop()
    {
        if (_started)
            Run("pg_ctl", $"-D {Data} stop -m fast");
        _started = false;
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Programs() => !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Max(StringComparer.Ordinal);

    // PostgreSQL refuses to run as root.
    private void Run(string program, string arguments)
    {
        var line = $"cd {_folder} && {_programs}/{program} {arguments}";
        Shell(Environment.UserName == "root" ? $"su postgres -s /bin/bash -c {Quoted(line)}" : line);
    }

    private static string Quoted(string line) => "'" + line.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private void Shell(string line)
    {
        // a server keeps its parent's pipes open, so what it says goes to a file
        var log = Path.Combine(Path.GetTempPath(), Path.GetFileName(_folder) + ".out");
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"({line}) >{log} 2>&1"]))!;
        process.WaitForExit();
        var said = File.ReadAllText(log);
        File.Delete(log);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{line}: exit code {process.ExitCode}: {said}");
    }
}
