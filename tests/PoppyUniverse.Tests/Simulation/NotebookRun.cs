using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Simulation;

/// <summary>Rows of the notebook's law, in the order they were drawn: from a file its own code wrote, or simulated.</summary>
internal sealed record NotebookRun(int[] Users, int[] Values, byte[] Strengths, DateTime[] Times)
{
    public static NotebookRun FromFile(string path)
    {
        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(',')).ToArray();
        return new(
            [.. rows.Select(row => int.Parse(row[1], CultureInfo.InvariantCulture) - 1)],
            [.. rows.Select(row => Catalog.PoppyUniverse.IndexOf(row[2], row[3]))],
            [.. rows.Select(row => byte.Parse(row[4], CultureInfo.InvariantCulture))],
            [.. rows.Select(row => DateTime.Parse(row[5], CultureInfo.InvariantCulture))]);
    }

    public static NotebookRun Simulated(SimulationProfile profile, ulong seed)
    {
        var log = new Simulator(profile, seed).ToLog();
        return new(
            [.. log.Rows().Select(row => log.UserIndices[row])],
            [.. log.Rows().Select(row => log.ValueIndices[row])],
            [.. log.Rows().Select(row => log.Strengths[row])],
            [.. log.Rows().Select(row => Timestamp.FromUnixMicroseconds(log.UnixMicroseconds[row]).UtcDateTime)]);
    }

    /// <summary>The moment the file was made, as far as it tells: its latest interaction is minutes old.</summary>
    public DateTime AsOf => Times.Max();

    public IEnumerable<int> Types => Values.Select(value => Catalog.PoppyUniverse.TypeOfValue[value]);

    public double[] DaysAgo => [.. Times.Select(time => (AsOf - time).TotalDays)];

    public static long[] Histogram(IEnumerable<int> of, int cells)
    {
        var counts = new long[cells];
        foreach (var cell in of)
            counts[cell]++;
        return counts;
    }

    /// <summary>How many rows repeat a value that the user picked in an earlier row: no, yes.</summary>
    public long[] Repeats()
    {
        var seen = new HashSet<(int, int)>();
        return Histogram(Users.Zip(Values).Select(pair => seen.Add(pair) ? 0 : 1), 2);
    }

    /// <summary>The share of stars and of planets in each user's picks.</summary>
    public (double X, double Y)[] TypeSharesOfUsers() =>
        [.. Users.Zip(Types).GroupBy(pair => pair.First, pair => pair.Second).Select(user => (user.Average(type => type == 0 ? 1.0 : 0), user.Average(type => type == 1 ? 1.0 : 0)))];

    /// <summary>Each user's share of the type that the user picks most, in 20 bins: what the preference mixture bends.</summary>
    public long[] TopTypeShares()
    {
        var counts = new long[120, 3];
        foreach (var (user, type) in Users.Zip(Types))
            counts[user, type]++;
        return Histogram(
            Enumerable.Range(0, 120).Select(user =>
            {
                double all = counts[user, 0] + counts[user, 1] + counts[user, 2];
                return all == 0 ? 0 : (int)(19.99 * Math.Max(counts[user, 0], Math.Max(counts[user, 1], counts[user, 2])) / all);
            }),
            20);
    }
}
