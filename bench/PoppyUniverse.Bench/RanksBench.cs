using System.Diagnostics;
using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Mpi;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Bench;

/// <summary>Training on ranks of Open MPI on this machine: what sharing the work costs, by batch size and number of users.</summary>
internal static class RanksBench
{
    private const int Rows = 1_000_000;
    private const int LeastSamples = 1_500_000;

    private static readonly (int Users, int Batch)[] Cases = [(10_000, 1024), (10_000, 8192), (10_000, 65_536), (200_000, 8192)];

    // one process with as many threads as ranks is what ranks are held against
    private static readonly (string Name, int Ranks, int Threads, string Transport)[] Ways =
    [
        ("1 process, 1 thread", 1, 1, ""), ("1 process, 2 threads", 1, 2, ""), ("2 ranks, shared memory", 2, 1, "vader,self"), ("2 ranks, TCP loopback", 2, 1, "tcp,self"),
        ("4 ranks on 2 cores, shared memory", 4, 1, "vader,self"),
    ];

    public static void Run(int rounds)
    {
        var rows = new List<string[]>();
        foreach (var (users, batch) in Cases)
        {
            var measures = Ways.Select(way => Enumerable.Range(0, rounds).Select(_ => Measure(users, batch, way)).OrderBy(measure => measure.Rate).ElementAt(rounds / 2)).ToArray();
            var whole = measures[1].Rate;
            rows.AddRange(Ways.Zip(measures, (way, measure) => (string[])
            [
                $"{users:N0} users, batch {batch:N0}: {way.Name}", Report.Rate(measure.Rate), (measure.Rate / whole).ToString("0.00 ×", CultureInfo.InvariantCulture),
                way.Ranks == 1 ? "-" : measure.Share.ToString("P0", CultureInfo.InvariantCulture), way.Ranks == 1 ? "-" : (measure.StepBytes / 1000).ToString("N0", CultureInfo.InvariantCulture),
                way.Ranks == 1 ? "-" : (measure.StepMicroseconds * measure.Share).ToString("N0", CultureInfo.InvariantCulture),
            ]));
        }

        new Report("Training on ranks")
            .Say($"Samples a second of the training loop of the default rating network on {Rows:N0} simulated rows, over all ranks; medians of {rounds} rounds. Ranks have a thread each and share two cores, so what is to be seen here is the price of sharing, not a gain: the ratio is to one process with two threads, which does the same work on the same cores. The model's bytes are the same in all rows of a case.")
            .Say("The collective's share is rank 0's time in the all-gather of a step, waiting for the slowest rank included. kB a step is what each rank gets to hear, its own part included: gradients of the small tables and layers, eight lanes of them; it does not depend on users or the batch size as soon as all values occur in a batch.")
            .Table(["case", "samples/s", "ratio", "collective's share", "kB a step", "µs a step in it"], rows)
            .Save("ranks.md");
    }

    /// <summary>One rank of a measure; rank 0 prints rate, share, bytes and microseconds of a step.</summary>
    public static void Rank(int users, int batch, int threads)
    {
        using var mpi = Launcher.Find(Environment.GetEnvironmentVariable) is null ? null : MpiCollective.Start();
        var ranks = new TimedCollective((ICollective?)mpi ?? Alone.Instance);
        var log = new Simulator(BuiltInProfiles.Stargazers with { Users = users, Interactions = Rows }, 1).ToLog();
        var epochs = Math.Max(1, LeastSamples * (batch > 4096 ? 3 : 1) / Rows);
        var options = new Layer4Options { Rating = new() { BatchSize = batch, Epochs = epochs }, ValidationFraction = 0, Refit = false };
        var share = LogShare.Of(log, options.Lanes, ranks);
        Train(options with { Rating = options.Rating with { Epochs = 1 } });
        var (time, bytes, calls) = (ranks.Time, ranks.Bytes, ranks.Calls);
        if (Train(options) is { } result)
        {
            var (talking, steps) = (ranks.Time - time, ranks.Calls - calls);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.SamplesPerSecond} {talking / result.TrainingTime} {(ranks.Bytes - bytes) / (double)Math.Max(1, steps)} {result.TrainingTime.TotalMicroseconds / (epochs * Math.Ceiling(Rows / (double)batch))}"));
        }

        TrainingResult? Train(Layer4Options how) => Layer4Trainer.Train(share, how, RandomStream.FromSeed(1), new() { Threads = threads });
    }

    private static (double Rate, double Share, double StepBytes, double StepMicroseconds) Measure(int users, int batch, (string Name, int Ranks, int Threads, string Transport) way)
    {
        string[] own = ["ranks-rank", $"{users}", $"{batch}", $"{way.Threads}"];
        var start = way.Ranks == 1
            ? new ProcessStartInfo(Environment.ProcessPath!, own)
            : new ProcessStartInfo("mpirun", ["--allow-run-as-root", "--oversubscribe", "--timeout", "100", "-x", "TERM=dumb", "--mca", "btl", way.Transport, "-np", $"{way.Ranks}", Environment.ProcessPath!, .. own]);
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd().Trim().Split('\n')[^1];
        process.WaitForExit();
        double[] numbers = [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return (numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
