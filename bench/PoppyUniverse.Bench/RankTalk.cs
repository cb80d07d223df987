using System.Diagnostics;
using System.Globalization;

namespace PoppyUniverse.Bench;

/// <summary>A way for ranks to talk: an all-gather of b bytes in all takes Latency · (n − 1) + b · (n − 1) / (n · Bandwidth).</summary>
/// <param name="Latency">α, microseconds a message.</param>
/// <param name="Bandwidth">β, bytes a microsecond that a rank hears.</param>
internal readonly record struct Link(double Latency, double Bandwidth)
{
    /// <summary>Microseconds of an all-gather.</summary>
    public double Time(int ranks, double bytes) => (Latency * (ranks - 1)) + (bytes * (ranks - 1) / (ranks * Bandwidth));
}

/// <summary>The collective by itself: all-gathers of several sizes.</summary>
internal static class RankTalk
{
    private const int Repeats = 400;
    private const int Small = 64;
    private const int Large = 350_000; // about what a step tells

    // bytes of all ranks together
    private static readonly int[] Sizes = [Small, 40_000, Large, 4_000_000];

    /// <summary>Measures all-gathers over some links, and writes a table of them.</summary>
    public static IReadOnlyDictionary<RankJob, Link> Tell(Report report, int rounds, IReadOnlyList<RankJob> jobs)
    {
        var measures = jobs.Select(_ => new List<double[]>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var j = 0; j < jobs.Count; j++)
                measures[j].Add(jobs[j].Run("ranks-talk"));
        }

        var times = measures.Select(rows => Sizes.Select((_, size) => rows.Min(row => row[size])).ToArray()).ToArray();
        var links = jobs.Zip(times, Fit).ToArray();
        report
            .Say("## The all-gather by itself")
            .Say($"Microseconds of an all-gather of so many bytes (of all ranks together), nothing else to do; median of {Repeats} calls, best of {rounds} rounds. α and β are those of the model below, from {Small} and {Large:N0} bytes: what a step tells.")
            .Table(["ranks", .. Sizes.Select(size => $"{size:N0} B"), "α, µs a message", "β, GB/s"], jobs.Select((job, j) => (string[])
            [
                job.Name, .. times[j].Select(time => Number(time)), Number(links[j].Latency), (links[j].Bandwidth / 1000).ToString("0.00", CultureInfo.InvariantCulture),
            ]));
        return jobs.Zip(links).ToDictionary(pair => pair.First, pair => pair.Second);

        static string Number(double time) => time.ToString(time < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);
    }

    /// <summary>One rank of a measure; rank 0 prints microseconds, size by size.</summary>
    public static void Rank()
    {
        using var mpi = RankJob.Join()!;
        double[] medians = [.. Sizes.Select(size => Median(mpi, size))];
        if (mpi.Rank == 0)
            Console.WriteLine(string.Join(' ', medians.Select(median => median.ToString(CultureInfo.InvariantCulture))));
    }

    private static double Median(Mpi.MpiCollective mpi, int size)
    {
        var lengths = Enumerable.Repeat(size / mpi.Size, mpi.Size).ToArray();
        var (own, all, times) = (new byte[lengths[0]], new byte[lengths.Sum()], new double[Repeats]);
        for (var i = 0; i < Repeats; i++)
        {
            mpi.Barrier();
            var start = Stopwatch.GetTimestamp();
            mpi.AllGather(own, lengths, all);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return times.Order().ElementAt(Repeats / 2);
    }

    private static Link Fit(RankJob job, double[] times)
    {
        var (latency, more) = (times[0] / (job.Ranks - 1), times[2] - times[0]);
        return new(latency, (Large - Small) * (job.Ranks - 1.0) / job.Ranks / more);
    }
}
