using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Bench;

/// <summary>Seconds until Layer 4 predicts held-back rows as well as PyTorch does after its best epoch.</summary>
internal static class TimeToQualityBench
{
    private const int Threads = 2;
    private const int Batch = 1024;
    private const int PeerEpochs = 12;
    private static readonly (int Rows, int Users)[] Cases = [(12_000, 120), (200_000, 1_000)];

    public static void Run(int rounds)
    {
        new Report("Time to quality")
            .Say($"`stargazers`, seed 1, the latest tenth held back. Loss: squared error of Strength and cross-entropy of its class, together, mean over the held-back rows. PyTorch trains the same network (embeddings, hidden layers, product term, biases, both heads) at batch {Batch} with {Threads} threads for {PeerEpochs} epochs in four ways (step size 0.001; 0.01 falling to zero; the same with decoupled weight decay of 0.1 and of 1), and the way that ends lowest counts; its seconds are those of its training loop up to its best epoch, without validation. Ours are all seconds from the call until an epoch has been validated at that loss or below: packing rows, the additive start, training and validation, with default options. Medians of {rounds} rounds, both in each.")
            .Table(
                ["case", "PyTorch: loss", "best way", "epoch", "seconds", "poppy: loss", "epoch", "seconds", "ratio", "our best loss"],
                Cases.Select(each => Measure(each.Rows, each.Users, rounds)))
            .Save("time_to_quality.md");
    }

    private static string[] Measure(int rows, int users, int rounds)
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Users = users, Interactions = rows }, 1).ToLog();
        List<(Reached Peer, Reached? Own, double Best)> all = [];
        Own(log, double.PositiveInfinity); // compiles what PyTorch has compiled already
        for (var round = 0; round < rounds; round++)
        {
            var theirs = Peer(log);
            var own = Own(log, theirs.Loss);
            Console.Error.WriteLine($"{rows}, round {round + 1}: {theirs}, {own}");
            all.Add((theirs, own.Reached, own.Best));
        }

        var (peer, ours, best) = all[0];
        string[] cells = [$"{rows:N0} rows, {users:N0} users", Number(peer.Loss), peer.Way, $"{peer.Epoch}", Seconds(all.Select(round => round.Peer.Seconds))];
        // losses are those of every round; only seconds differ
        if (ours is null)
            return [.. cells, "not reached", "", "", "", Number(best)];
        var ratio = new Rates([.. all.Select(round => round.Peer.Seconds / round.Own!.Seconds)]).Median;
        return
        [
            .. cells, Number(ours.Loss), $"{ours.Epoch}", Seconds(all.Select(round => round.Own!.Seconds)), ratio.ToString("0 ×", CultureInfo.InvariantCulture), Number(best),
        ];
    }

    private static string Number(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Seconds(IEnumerable<double> seconds) => new Rates([.. seconds]).Median.ToString("0.00#", CultureInfo.InvariantCulture);

    private static (Reached? Reached, double Best) Own(InteractionLog log, double target)
    {
        var clock = Stopwatch.StartNew();
        Reached? reached = null;
        var best = double.PositiveInfinity;
        var watch = new Watch(epoch =>
        {
            best = Math.Min(best, epoch.ValidationLoss!.Value);
            if (reached is null && epoch.ValidationLoss <= target)
                reached = new("default", epoch.ValidationLoss.Value, epoch.Epoch, clock.Elapsed.TotalSeconds);
        });
        Layer4Trainer.Train(log, new() { Rating = new() { BatchSize = Batch }, Refit = false }, RandomStream.FromSeed(1), new() { Threads = Threads, Progress = watch });
        return (reached, best);
    }

    private static Reached Peer(InteractionLog log)
    {
        var split = Split.ByTime(log, 0.9);
        var folder = Directory.CreateTempSubdirectory("poppy-bench-").FullName;
        try
        {
            var (train, validation) = (Path.Combine(folder, "train"), Path.Combine(folder, "validation"));
            Write(split.Train, train);
            Write(split.Test, validation);
            return Child.PythonLines("layer4_quality.py", "--users", $"{log.Users.Count}", "--batch", $"{Batch}", "--epochs", $"{PeerEpochs}", "--threads", $"{Threads}", train, validation)
                .Select(line => JsonSerializer.Deserialize<Reached>(line, JsonSerializerOptions.Web)!).MinBy(way => way.Loss)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(InteractionLog log, string path)
    {
        using var file = File.Create(path);
        foreach (var number in log.Rows())
        {
            var row = log[number];
            int[] fields = [row.UserIndex, log.Catalog.TypeOfValue[row.ValueIndex], row.ValueIndex, row.Slot.Hour, row.Slot.Day, row.Strength];
            file.Write(MemoryMarshal.AsBytes<int>(fields));
        }
    }

    private sealed record Reached(string Way, double Loss, int Epoch, double Seconds);

    private sealed class Watch(Action<EpochRecord> ended) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.LastEpoch is { } epoch)
                ended(epoch);
        }
    }
}
