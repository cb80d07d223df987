using System.Globalization;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Bench;

/// <summary>What a step of B samples over L lanes costs one thread, in microseconds: B · Sample + Step + L · Lane.</summary>
internal readonly record struct StepCosts(double Sample, double Step, double Lane)
{
    /// <summary>Microseconds that do not shrink with the batch.</summary>
    public double Alike(int lanes) => Step + (lanes * Lane);
}

/// <summary>What lanes cost one process: the default 8 against fewer and more, by batch size.</summary>
internal static class LaneBench
{
    private const int Users = 10_000;
    private const int Repeats = 5;

    private static readonly int[] Batches = [256, 1024, 8192, 65_536];

    private static readonly (int Threads, int[] Lanes)[] Ways = [(2, [2, 8, 16]), (1, [1, 2, 8, 32])];

    /// <summary>Measures, writes a table, and fits what a step costs.</summary>
    public static StepCosts Tell(Report report)
    {
        var steps = Batches.ToDictionary(batch => batch, batch => Ways.Select(way => Measure(batch, way)).ToArray());
        report
            .Say("## Lanes")
            .Say($"Microseconds of a step of one process, {Users:N0} users, by number of lanes that users are spread over: medians of {Repeats} rounds, in which the numbers of lanes take turns in one process. 8 over 2: the median of the rounds' ratios, above 1 when 8 lanes are slower.")
            .Table(["batch", .. Ways.SelectMany(Heads)], Batches.Select(batch => (string[])[$"{batch:N0}", .. steps[batch].SelectMany(Cells)]));
        var alone = Array.FindIndex(Ways, way => way.Threads == 1);
        return Fit([.. from batch in Batches from lanes in Ways[alone].Lanes.Index() select (batch, lanes.Item, steps[batch][alone].Times[lanes.Index])]);

        static IEnumerable<string> Heads((int Threads, int[] Lanes) way) => [.. way.Lanes.Select(lanes => Name(way.Threads, lanes)), "8 over 2"];

        static IEnumerable<string> Cells((double[] Times, double Ratio) way) =>
            [.. way.Times.Select(time => time.ToString("N0", CultureInfo.InvariantCulture)), way.Ratio.ToString("0.00 ×", CultureInfo.InvariantCulture)];
    }

    /// <summary>Prints the microseconds of a step for each number of lanes, and the ratio of 8 to 2.</summary>
    public static void InTurns(int users, int batch, int threads, int[] lanes)
    {
        var (log, rounds) = (RankTraining.Log(users), new Rounds(Repeats));
        foreach (var training in lanes.Select(number => (Lanes: number, Run: new RankTraining(log, batch, number, Alone.Instance))))
            rounds.Add($"{training.Lanes}", () => 1e6 / training.Run.Step(threads));
        var rates = rounds.Run();
        double[] numbers = [.. lanes.Select(number => 1e6 / rates[$"{number}"].Median), rates["2"].Over(rates["8"])];
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))));
    }

    private static (double[] Times, double Ratio) Measure(int batch, (int Threads, int[] Lanes) way)
    {
        var numbers = new RankJob("").Run(["ranks-lanes", $"{Users}", $"{batch}", $"{way.Threads}", .. way.Lanes.Select(lanes => $"{lanes}")]);
        return (numbers[..^1], numbers[^1]);
    }

    private static string Name(int threads, int lanes) => $"{(threads == 1 ? "1 thread" : $"{threads} threads")}, {(lanes == 1 ? "1 lane" : $"{lanes} lanes")}";

    // Least squares of relative errors: every equation is divided by its time.
    private static StepCosts Fit(IReadOnlyList<(int Batch, int Lanes, double Time)> steps)
    {
        var matrix = new double[3, 4];
        foreach (var (batch, lanes, time) in steps)
        {
            double[] row = [batch / time, 1 / time, lanes / time, 1];
            for (var i = 0; i < 3; i++)
            {
                for (var j = 0; j < 4; j++)
                    matrix[i, j] += row[i] * row[j];
            }
        }

        for (var pivot = 0; pivot < 3; pivot++)
        {
            for (var i = 0; i < 3; i++)
            {
                var times = matrix[i, pivot] / matrix[pivot, pivot];
                for (var j = 0; j < 4 && i != pivot; j++)
                    matrix[i, j] -= times * matrix[pivot, j];
            }
        }

        return new(matrix[0, 3] / matrix[0, 0], matrix[1, 3] / matrix[1, 1], matrix[2, 3] / matrix[2, 2]);
    }
}
