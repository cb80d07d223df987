using System.Globalization;

namespace PoppyUniverse.Bench;

/// <summary>How the time of a step depends on ranks, lanes and batch: t(n) = B·c/n + s + a·L + (n − 1)·α + L·d·(n − 1) / (n·β).</summary>
internal static class RankModel
{
    private const int Cores = 2;

    // the one thing that this machine cannot tell: a network of 10 Gb/s between cluster nodes
    private static readonly Link TenGigabits = new(30, 1_200);

    private static readonly (int Ranks, int Lanes, int Batch)[] Cases =
        [(2, 8, 1024), (2, 8, 8192), (2, 8, 65_536), (8, 8, 8192), (8, 8, 65_536), (64, 64, 65_536), (64, 64, 1_048_576), (1024, 1024, 1_048_576)];

    /// <summary>Samples a second of ranks, of which each has a thread, from that of one. More ranks than cores take turns.</summary>
    public static double Rate(int batch, double aloneRate, (int Ranks, double Bytes) ranks, (StepCosts Costs, Link Link) measured)
    {
        const int Lanes = 8;
        var (alone, alike) = (batch / aloneRate * 1e6, measured.Costs.Alike(Lanes));
        var turns = Math.Max(1, ranks.Ranks / (double)Cores);
        return batch / ((turns * (((alone - alike) / ranks.Ranks) + alike)) + measured.Link.Time(ranks.Ranks, ranks.Bytes)) * 1e6;
    }

    /// <summary>Writes the constants, and what follows for more ranks than there are here.</summary>
    public static void Tell(Report report, (StepCosts Costs, double LaneBytes) measured)
    {
        var (costs, laneBytes) = measured;
        report
            .Say("## The model")
            .Say("A step of B samples over L lanes on n ranks of one core: t(n) = B·c/n + s + a·L + (n − 1)·α + L·d·(n − 1) / (n·β). c, s and a are the least squares of the 1-thread columns of the lanes' table (relative errors). In a there is also what only a lane's owner does for it (clearing, its part of the small tables), so for many lanes over many ranks the model is too dark.")
            .Table(["", "", "value"], (string[][])
            [
                ["c", "a sample on one core", $"{Number(costs.Sample)} µs"], ["s", "what every rank does alike in a step: fold, Adam, derive", $"{Number(costs.Step)} µs"],
                ["a", "a lane more: its gradients cleared, made of the tables, and added", $"{Number(costs.Lane)} µs"], ["d", "bytes a lane tells", $"{laneBytes / 1000:0} kB"],
                ["α, β", "messages of a network of 10 Gb/s; assumed", $"{TenGigabits.Latency:0} µs, {TenGigabits.Bandwidth / 1000:0.0} GB/s"],
            ])
            .Say("Efficiency t(1) / (n · t(n)) over the assumed network of 10 Gb/s:")
            .Table(["ranks", "lanes", "B", "efficiency"], [.. Cases.Select(Row), Slices()])
            .Say(Pays());

        string[] Row((int Ranks, int Lanes, int Batch) at) => Cells(at, "", costs.Alike(at.Lanes) + TenGigabits.Time(at.Ranks, at.Lanes * laneBytes));

        // each rank adds a slice of the gradients of all lanes and tells the sum: twice d a rank, and a tree of messages each way
        string[] Slices()
        {
            var at = Cases[^1];
            return Cells(at, ", slices, a tree of messages each way", costs.Step + costs.Lane + (2 * Math.Log2(at.Ranks) * TenGigabits.Latency) + (2 * laneBytes / TenGigabits.Bandwidth));
        }

        string[] Cells((int Ranks, int Lanes, int Batch) at, string how, double shared)
        {
            var (alone, together) = ((at.Batch * costs.Sample) + costs.Alike(at.Lanes), (at.Batch * costs.Sample / at.Ranks) + shared);
            return [$"{at.Ranks:N0}{how}", $"{at.Lanes:N0}", $"{at.Batch:N0}", (alone / (at.Ranks * together)).ToString("P0", CultureInfo.InvariantCulture)];
        }

        string Pays() => $"A second machine of k cores pays from a batch of about B = 2·k/c · (α·(2k − 1) + L·d/β): {Least(2, 8):N0} samples for k = 2 and 8 lanes, {Least(32, 64):N0} for k = 32 and 64 lanes.";

        double Least(int cores, int lanes) => 2 * cores / costs.Sample * ((TenGigabits.Latency * ((2 * cores) - 1)) + (lanes * laneBytes / TenGigabits.Bandwidth));

        static string Number(double number) => number.ToString(number < 1 ? "0.000" : "0.0", CultureInfo.InvariantCulture);
    }
}
