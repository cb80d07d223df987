using System.Globalization;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Bench;

/// <summary>Training on ranks of Open MPI on this machine: what sharing the work costs, by batch size and number of users; what lanes cost; and a model of both.</summary>
internal static class RanksBench
{
    private const int Lanes = 8;

    private static readonly (int Users, int Batch)[] Cases = [(10_000, 1024), (10_000, 8192), (10_000, 65_536), (200_000, 8192)];

    // one process with as many threads as ranks is what ranks are held against
    private static readonly (RankJob Job, int Threads)[] Ways =
    [
        (new("1 process, 1 thread"), 1), (new("1 process, 2 threads"), 2), (new("2 ranks, shared memory", 2, "vader,self"), 1), (new("2 ranks, TCP loopback", 2, "tcp,self"), 1),
        (new("2 ranks, TCP, a link of 1 Gb/s", 2, "tcp,self", 1), 1), (new("4 ranks on 2 cores, shared memory", 4, "vader,self"), 1),
    ];

    /// <summary>Measures everything.</summary>
    /// <param name="rounds">Rounds, of which the best is taken: work of others makes processes that wait for each other up to ten times slower, and never faster.</param>
    public static void Run(int rounds)
    {
        var report = new Report("Training on ranks")
            .Say("Best of rounds, not medians: the machine is shared, work of others makes two threads or ranks that wait for each other up to ten times slower, and never faster.");
        var talk = RankTalk.Tell(report, rounds, [.. Ways.Where(way => way.Job.Ranks > 1).Select(way => way.Job)]);
        var lanes = LaneBench.Tell(report);
        var laneBytes = Tell(report, rounds, (talk, lanes));
        RankModel.Tell(report, (lanes, laneBytes));
        report.Save("ranks.md");
    }

    // Returns the bytes of a lane in a step.
    private static double Tell(Report report, int rounds, (IReadOnlyDictionary<RankJob, Link> Links, StepCosts Costs) model)
    {
        var (rows, stepBytes) = (new List<string[]>(), 0.0);
        foreach (var (users, batch) in Cases)
        {
            var measures = Ways.Select(_ => new List<double[]>()).ToArray();
            for (var round = 0; round < rounds; round++)
            {
                for (var way = 0; way < Ways.Length; way++)
                    measures[way].Add(Ways[way].Job.Run("ranks-rank", $"{users}", $"{batch}", $"{Ways[way].Threads}"));
            }

            var best = measures.Select(way => way.MaxBy(numbers => numbers[0])!).ToArray();
            for (var way = 0; way < Ways.Length; way++)
            {
                var (job, (rate, share, bytes, step)) = (Ways[way].Job, (best[way][0], best[way][1], best[way][2], best[way][3]));
                stepBytes = Math.Max(stepBytes, bytes);
                var predicted = job.Ranks == 1 ? 0 : RankModel.Rate(batch, best[0][0], (job.Ranks, bytes), (model.Costs, model.Links[job]));
                rows.Add(
                [
                    $"{users:N0} users, batch {batch:N0}: {job.Name}", Report.Rate(rate), (rate / best[1][0]).ToString("0.00 ×", CultureInfo.InvariantCulture),
                    .. job.Ranks == 1
                        ? (string[])["-", "-", "-", "-", "-"]
                        : [share.ToString("P0", CultureInfo.InvariantCulture), Whole(bytes / 1000), Whole(step * share), Report.Rate(predicted), ((predicted / rate) - 1).ToString("+0%;-0%;0%", CultureInfo.InvariantCulture)],
                ]);
            }
        }

        report
            .Say("## Training")
            .Say($"Samples a second of the training loop of the default rating network ({Lanes} lanes) on {RankTraining.Rows:N0} simulated rows, over all ranks; the best of {rounds} alternating rounds. Ranks have a thread each and share two cores, so what is to be seen here is the price of sharing, not a gain: the ratio is to one process with two threads, which does the same work on the same cores. The model's bytes are the same in all rows of a case.")
            .Say("The collective's share is rank 0's time in the all-gather of a step, waiting for the slowest rank included. kB a step is what each rank gets to hear, its own part included: gradients of the small tables and layers, eight lanes of them; it does not depend on users, nor on the batch size as soon as all values occur in a batch. Predicted: by the model below, from the rate of one process with one thread in the same case.")
            .Table(["case", "samples/s", "ratio", "collective's share", "kB a step", "µs a step in it", "predicted", "off by"], rows);
        return stepBytes / Lanes;

        static string Whole(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
    }

    /// <summary>One rank of a measure; rank 0 prints rate, share, bytes and microseconds of a step.</summary>
    public static void Rank(int users, int batch, int threads)
    {
        using var mpi = RankJob.Join();
        var ranks = new TimedCollective((ICollective?)mpi ?? Alone.Instance);
        var training = new RankTraining(RankTraining.Log(users), batch, Lanes, ranks);
        training.Run(threads);
        var (time, bytes, calls) = (ranks.Time, ranks.Bytes, ranks.Calls);
        if (training.Run(threads) is { } result)
        {
            var (talking, steps) = (ranks.Time - time, ranks.Calls - calls);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.SamplesPerSecond} {talking / result.TrainingTime} {(ranks.Bytes - bytes) / (double)Math.Max(1, steps)} {result.TrainingTime.TotalMicroseconds / training.Steps}"));
        }
    }
}
