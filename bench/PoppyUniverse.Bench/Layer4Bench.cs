using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Bench;

/// <summary>How fast Layer 4 trains through the public API, beside PyTorch with the same model and batches, in one run.</summary>
internal static class Layer4Bench
{
    private const int Threads = 2;

    private static readonly (int Rows, int Users, int Batch)[] Cases =
        [(1_000_000, 10_000, 256), (1_000_000, 10_000, 1024), (1_000_000, 10_000, 8192), (12_000, 120, 1024)];

    public static void Run(int rounds, bool withPeer)
    {
        var report = new Report("Training Layer 4")
            .Say($"Samples a second of the training loop, {Threads} threads, the default model (embeddings 16 + 4 + 8 + 4 + 4, hidden 64 and 32, Strength and class heads), Adam; medians of {rounds} alternating rounds. PyTorch is the best of dense and sparse embedding gradients, each with 1 and 2 threads.");
        var rows = new List<string[]>();
        foreach (var (rowCount, users, batch) in Cases)
        {
            var log = new Simulator(BuiltInProfiles.Stargazers with { Users = users, Interactions = rowCount }, 1).ToLog();
            var measures = new Rounds(rounds).Add("poppy", () => Train(log, batch, Threads)).Add("poppy, 1 thread", () => Train(log, batch, 1)).Add("FMA peak", () => FmaPeak.Measure(Threads));
            if (withPeer)
            {
                foreach (var (sparse, threads) in new[] { (false, 1), (false, 2), (true, 1), (true, 2) })
                    measures.Add($"PyTorch, {(sparse ? "sparse" : "dense")}, {threads}", () => Peer(rowCount, users, batch, threads, sparse));
            }

            rows.Add(Row($"{rowCount:N0} rows, {users:N0} users, batch {batch}", measures.Run()));
        }

        report.Table(["case", "poppy", "1 thread", "PyTorch", "best variant", "ratio", "GFLOP/s of the FMA peak"], rows).Save("layer4.md");
    }

    private static string[] Row(string name, IReadOnlyDictionary<string, Rates> rates)
    {
        var best = rates.Where(entry => entry.Key.StartsWith("PyTorch", StringComparison.Ordinal)).OrderByDescending(entry => entry.Value.Median).FirstOrDefault();
        var peer = best.Key is null ? ("-", "-", "-") : (Report.Rate(best.Value.Median), best.Key["PyTorch, ".Length..], rates["poppy"].Over(best.Value).ToString("0.0 ×", CultureInfo.InvariantCulture));
        return [name, Report.Rate(rates["poppy"].Median), Report.Rate(rates["poppy, 1 thread"].Median), peer.Item1, peer.Item2, peer.Item3, $"{rates["FMA peak"].Median / 1e9:0}"];
    }

    private static double Train(InteractionLog log, int batch, int threads)
    {
        var epochs = (int)Math.Clamp(4_000_000 / log.Count, 2, 200);
        var options = new Layer4Options { Rating = new() { BatchSize = batch, Epochs = epochs }, ValidationFraction = 0, Refit = false };
        return Layer4Trainer.Train(log, options, RandomStream.FromSeed(1), new() { Threads = threads }).SamplesPerSecond;
    }

    private static double Peer(int rows, int users, int batch, int threads, bool sparse)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [
            Path.Combine(Report.Repository(), "bench/peers/layer4_torch.py"), "--rows", $"{rows}", "--users", $"{users}", "--batch", $"{batch}",
            "--threads", $"{threads}", "--seconds", "3", .. sparse ? ["--sparse"] : Array.Empty<string>()]) { RedirectStandardOutput = true };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1"; // two layers of threads would fight
        using var python = Process.Start(start)!;
        using var line = JsonDocument.Parse(python.StandardOutput.ReadToEnd());
        return line.RootElement.GetProperty("samples_per_second").GetDouble();
    }
}
