using System.Diagnostics;
using System.Globalization;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations;
using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Bench;

/// <summary>How fast simulations are made and written, beside the notebook's loop, the disk and the Parquet library alone.</summary>
internal static class SimulationBench
{
    private const int Threads = 2;
    private const long MemoryRows = 40_000_000;
    private const long FileRows = 20_000_000;
    private const int Users = 10_000;

    public static void Run(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("poppy-bench-").FullName;
        try
        {
            var loop = NotebookLoop();
            var rates = new Rounds(rounds)
                .Add("notebook in memory", () => InMemory("notebook", MemoryRows))
                .Add("stargazers in memory", () => InMemory("stargazers", MemoryRows / 2))
                .Add("notebook to /dev/null", () => ToNull("notebook", MemoryRows))
                .Add("stargazers to /dev/null", () => ToNull("stargazers", MemoryRows / 2))
                .Add("notebook to disk", () => ToDisk("notebook", Path.Combine(folder, "log.csv")))
                .Add("stargazers to disk", () => ToDisk("stargazers", Path.Combine(folder, "log.csv")))
                .Add("dd", () => Copy(Path.Combine(folder, "log.csv"), Path.Combine(folder, "copy.csv")))
                .Add("stargazers to .csv.zst", () => ToDisk("stargazers", Path.Combine(folder, "log.csv.zst")))
                .Add("stargazers to .parquet", () => ToDisk("stargazers", Path.Combine(folder, "log.parquet")))
                .Add("Parquet library", () => RawParquet(Path.Combine(folder, "raw.parquet")))
                .Run();
            Save(rates, loop, Memory());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Save(IReadOnlyDictionary<string, Rates> rates, double? loop, (long Rows, double Megabytes, double Rate) memory)
    {
        var peers = new Dictionary<string, string>
        {
            ["notebook in memory"] = loop is null ? "python3 with NumPy is not here" : $"{rates["notebook in memory"].Median / loop.Value:0} × the notebook's loop ({Report.Rate(loop.Value)} rows/s)",
            ["notebook to disk"] = $"{rates["notebook to disk"].Over(rates["dd"]):P0} of dd of the same bytes, both flushed to disk",
            ["stargazers to disk"] = $"{rates["stargazers to disk"].Over(rates["dd"]):P0} of dd of the same bytes, both flushed to disk",
            ["stargazers to .parquet"] = $"{rates["stargazers to .parquet"].Over(rates["Parquet library"]):P0} of the library writing the same columns from memory",
        };
        new Report("Simulation")
            .Say($"Rows a second, {Threads} threads, {Users:N0} users; medians of {rates["dd"].Values.Length} alternating rounds, slowest and fastest beside them.")
            .Table(
                ["what", "rows/s", "slowest", "fastest", "beside its peer"],
                rates.Select(entry => (string[])[entry.Key, Report.Rate(entry.Value.Median), Report.Rate(entry.Value.Low), Report.Rate(entry.Value.High), peers.GetValueOrDefault(entry.Key, "")]))
            .Say($"`poppy simulate --profile notebook --users 1000000 --interactions {memory.Rows} --out /dev/null`: {Report.Rate(memory.Rate)} rows/s, at most {memory.Megabytes:0} MB of memory.")
            .Save("simulation.md");
    }

    private static Simulator Make(string profile, long rows) => new(BuiltInProfiles.Find(profile)! with { Users = Users, Interactions = rows }, 1);

    private static double InMemory(string profile, long rows)
    {
        var simulator = Make(profile, rows);
        var next = -1;
        return Rate(rows, () => Parallel.For(0, Threads, _ =>
        {
            var piece = new SimulatedRows(4_096);
            for (var block = Interlocked.Increment(ref next); block < simulator.BlockCount; block = Interlocked.Increment(ref next))
            {
                var open = simulator.Open(block);
                while (open.Read(piece))
                {
                }
            }
        }));
    }

    private static double ToNull(string profile, long rows)
    {
        using var nothing = new FileStream("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        return Rate(rows, () => SimulationFileWriter.Write(Make(profile, rows), nothing, new() { Threads = Threads }));
    }

    private static double ToDisk(string profile, string path)
    {
        File.Delete(path);
        Settle();
        return Rate(FileRows, () => SimulationFileWriter.Write(Make(profile, FileRows), path, new() { Threads = Threads }));
    }

    private static double Copy(string from, string to)
    {
        File.Delete(to);
        Settle();
        return Rate(FileRows, () => Shell("dd", $"if={from}", $"of={to}", "bs=1M", "conv=fdatasync", "status=none"));
    }

    private static double RawParquet(string path)
    {
        var simulator = Make("stargazers", FileRows);
        var rows = new SimulatedRows(4_096);
        var group = new ParquetPiece(1 << 16);
        for (var open = simulator.Open(0); open.Read(rows) && group.HasRoomFor(rows.Count);)
            group.Add(rows);
        using var file = File.Create(path);
        var groups = FileRows / group.Count;
        return Rate(groups * group.Count, () =>
        {
            using var parquet = new ParquetRows(file, simulator.Catalog);
            for (var g = 0; g < groups; g++)
                parquet.Write(group);
            parquet.Close();
        });
    }

    // A billion rows in a process of its own; the most memory it had.
    private static (long Rows, double Megabytes, double Rate) Memory()
    {
        const long Rows = 1_000_000_000;
        var program = Path.Combine(Report.Repository(), "src/PoppyUniverse.Cli/bin/Release/net10.0/poppy.dll");
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "simulate", "--profile", "notebook", "--users", "1000000", "--interactions", $"{Rows}", "--threads", $"{Threads}", "--out", "/dev/null"]) { RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var most = 0.0;
        while (!process.WaitForExit(200))
        {
            var line = File.Exists($"/proc/{process.Id}/status") ? File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(text => text.StartsWith("VmHWM", StringComparison.Ordinal)) : null;
            if (line is not null)
                most = Math.Max(most, double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024);
        }

        return (Rows, most, Rows / clock.Elapsed.TotalSeconds);
    }

    private static double? NotebookLoop()
    {
        try
        {
            // Debian's python3 has Debian's NumPy, whatever other one stands before it in the path
            var program = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
            using var python = Process.Start(new ProcessStartInfo(program, [Path.Combine(Report.Repository(), "bench/peers/notebook_loop.py"), "12000", "3"]) { RedirectStandardOutput = true })!;
            var text = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return double.TryParse(text, CultureInfo.InvariantCulture, out var rate) ? rate : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    // What earlier rounds left to be written goes to disk before the next is measured.
    private static void Settle() => Shell("sync");

    private static void Shell(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
    }

    private static double Rate(long rows, Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return rows / clock.Elapsed.TotalSeconds;
    }
}
