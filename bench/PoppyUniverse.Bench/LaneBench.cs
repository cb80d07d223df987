using System.Globalization;

namespace PoppyUniverse.Bench;

/// <summary>What a step of B samples over L lanes costs one thread, in microseconds: B · Sample + Step + L · Lane.</summary>
internal readonly record struct StepCosts(double Sample, double Step, double Lane)
{
    /// <summary>Microseconds that do not shrink with the batch.</summary>
    public double Alike(int lanes) => Step + (lanes * Lane);
}

/// <summary>What lanes cost one process: the default 8 against 2, by batch size; and this code against an earlier one.</summary>
internal static class LaneBench
{
    private const int Users = 10_000;
    private const int Default = 8;

    private static readonly int[] Batches = [256, 1024, 8192, 65_536];

    private static readonly (int Threads, int Lanes)[] AllWays = [(2, 2), (2, Default), (1, 1), (1, 2), (1, Default), (1, 32)];

    /// <summary>Measures, writes tables, and fits what a step costs.</summary>
    public static StepCosts Tell(Report report, int rounds, (string Program, string Commit)? before, int mostThreads = 2)
    {
        var ways = AllWays.Where(way => way.Threads <= mostThreads).ToArray();
        var rates = Batches.Select(batch => Measure(batch, rounds, ways, before?.Program)).ToArray();
        report
            .Say("## Lanes")
            .Say($"Samples a second of one process, {Users:N0} users, by number of lanes that users are spread over; the best of {rounds} alternating rounds.")
            .Table(
                ["batch", .. ways.Select(Name), .. mostThreads > 1 ? ["8 over 2 lanes, 2 threads"] : Array.Empty<string>(), "8 over 2 lanes, 1 thread", "8 over 1 lane, 1 thread"],
                Batches.Select((batch, b) => (string[])[$"{batch:N0}", .. ways.Select(way => Report.Rate(rates[b][Name(way)].High)), .. mostThreads > 1 ? [Ratio(rates[b][Name((2, Default))], rates[b][Name((2, 2))])] : Array.Empty<string>(), Ratio(rates[b][Name((1, Default))], rates[b][Name((1, 2))]), Ratio(rates[b][Name((1, Default))], rates[b][Name((1, 1))])]));
        if (before is { } old)
        {
            report
                .Say($"This code against commit {old.Commit}, the last before ranks: 2 threads, 8 lanes, in alternating rounds.")
                .Table(["batch", "this code", old.Commit, "ratio"], Batches.Select((batch, b) => (string[])[$"{batch:N0}", Report.Rate(rates[b]["now"].High), Report.Rate(rates[b]["before"].High), Ratio(rates[b]["now"], rates[b]["before"])]));
        }

        return Fit([.. from b in Enumerable.Range(0, Batches.Length) from way in ways where way.Threads == 1 select (Batches[b], way.Lanes, Batches[b] / rates[b][Name(way)].High * 1e6)]);
    }

    private static IReadOnlyDictionary<string, Rates> Measure(int batch, int rounds, (int Threads, int Lanes)[] ways, string? before)
    {
        var measures = new Rounds(rounds);
        foreach (var way in ways)
            measures.Add(Name(way), () => new RankJob("").Run("ranks-rank", $"{Users}", $"{batch}", $"{way.Threads}", $"{way.Lanes}")[0], warmsUp: false);
        if (before is not null)
        {
            string[] rate = ["layer4-rate", "1000000", $"{Users}", $"{batch}", "3000000"];
            measures.Add("now", () => new RankJob("").Run(rate)[0], warmsUp: false).Add("before", () => RankJob.Other(before, rate)[0], warmsUp: false);
        }

        return measures.Run();
    }

    private static string Name((int Threads, int Lanes) way) => $"{(way.Threads == 1 ? "1 thread" : $"{way.Threads} threads")}, {(way.Lanes == 1 ? "1 lane" : $"{way.Lanes} lanes")}";

    private static string Ratio(Rates rates, Rates other) => (rates.High / other.High).ToString("0.00 ×", CultureInfo.InvariantCulture);

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
