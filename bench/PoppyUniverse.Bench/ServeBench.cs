using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Bench;

/// <summary>How fast a server answers and stores, beside an empty endpoint of the same host and the databases alone, in one run.</summary>
internal static class ServeBench
{
    private const int Users = 2_000;
    private const int Connections = 16;
    private const int Processes = 5;
    private static readonly string[] Databases = ["SQLite", "PostgreSQL"];
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public static void Run(int rounds, string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("poppy-bench-").FullName;
        try
        {
            ModelFolder.Save(Train(), Path.Combine(folder, "model"));
            var (rates, latencies) = Answers(folder, rounds);
            var paints = PaintBench.Run(folder, Processes);
            var stores = new Rounds(rounds);
            new StoreBench(folder, postgres).AddTo(stores);
            Write(rounds, (rates, latencies), paints, stores.Run());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (IReadOnlyDictionary<string, Rates> Rates, Dictionary<string, List<double>> P99) Answers(string folder, int rounds)
    {
        using var server = new ServedProcess(folder, $"sqlite:{folder}/poppy.db");
        var load = new HttpLoad(server.Port, Connections);
        var latencies = new Dictionary<string, List<double>>();
        var measures = new Rounds(rounds)
            .Add("an empty answer", () => Measure("an empty answer", _ => "/health/live"))
            .Add("top 10", () => Measure("top 10", i => $"/api/recommendations/{i * 31 % Users}?at=2026-01-{1 + (i % 28):00}T{i % 24:00}:00"))
            .Add("top 3 of a type", () => Measure("top 3 of a type", i => $"/api/recommendations/{i * 31 % Users}?at=2026-01-{1 + (i % 28):00}T{i % 24:00}:00&top=3&type=Moon"))
            .Add("unknown users", () => Measure("unknown users", i => $"/api/recommendations/nobody-{i}?at=2026-01-{1 + (i % 28):00}T{i % 24:00}:00"));
        return (measures.Run(), latencies);

        double Measure(string name, Func<int, string> path)
        {
            var (rate, p99) = load.Run(path, Duration);
            latencies.TryAdd(name, []);
            latencies[name].Add(p99);
            return rate;
        }
    }

    private static Layer4Model Train() => Layer4Trainer.Train(
        new Simulator(BuiltInProfiles.Stargazers with { Users = Users, Interactions = 50 * Users }, 1).ToLog(),
        new() { Targets = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice, Rating = new() { Epochs = 1 }, Choice = new() { Epochs = 1 } },
        RandomStream.FromSeed(1), new() { Threads = 2 }).Model;

    private static void Write(int rounds, (IReadOnlyDictionary<string, Rates> Rates, Dictionary<string, List<double>> P99) answers, IReadOnlyList<(double First, double Second)> paints, IReadOnlyDictionary<string, Rates> stores)
    {
        var (rates, latencies) = answers;
        var empty = rates["an empty answer"];
        new Report("Serving")
            .Say($"`poppy serve` in a process of its own, asked over loopback by {Connections} connections of another process on the same cores, one request at a time on each; every request for another user and hour of {Users:N0} users, 168 hours and 21 values, all heads. The ratio is to an empty JSON answer of the same host (`/health/live`), round by round; medians of {rounds} alternating rounds. p99 is the median of the rounds'.")
            .Table(["recommendations", "requests/s", "ratio to empty", "p99"], rates.Select(entry => (string[])[
                entry.Key, Report.Rate(entry.Value.Median), entry.Value.Over(empty).ToString("0.00", CultureInfo.InvariantCulture),
                latencies[entry.Key].Skip(1).Order().ElementAt(rounds / 2).ToString("0.00 ms", CultureInfo.InvariantCulture)]))
            .Say($"First paint with content of the page, in headless Chromium that is open already, from the start of the navigation: {paints.Count} fresh servers, each looked at the moment that it says that it listens, and once more by a new session.")
            .Table(["paint", "median", "lowest", "highest"], paints.Count == 0 ? [] : [Paint("first visit", paints.Select(paint => paint.First)), Paint("second visit", paints.Select(paint => paint.Second))])
            .Say("Rows a second stored: `POST /api/interactions`, 10,000 rows a request with keys, one request at a time, each acknowledged when it is on the disk; beside it the same rows put into the same table and index, with the same settings, without a server: SQLite by a prepared statement, flushed every 10,000 rows; PostgreSQL by binary COPY.")
            .Table(["store", "served, rows/s", "raw, rows/s", "ratio"], Databases.Where(name => stores.ContainsKey(name + ", raw")).Select(name => (string[])[
                name, Report.Rate(stores[name + ", served"].Median), Report.Rate(stores[name + ", raw"].Median), stores[name + ", served"].Over(stores[name + ", raw"]).ToString("0.00", CultureInfo.InvariantCulture)]))
            .Save("serving.md");
    }

    private static string[] Paint(string name, IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return [name, Show(sorted[sorted.Length / 2]), Show(sorted[0]), Show(sorted[^1])];

        static string Show(double number) => number.ToString("0 ms", CultureInfo.InvariantCulture);
    }
}
