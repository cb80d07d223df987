using System.Diagnostics;
using System.Globalization;

namespace PoppyUniverse.Bench;

/// <summary>
/// Measures of a long benchmark, kept in a file so that it can be done in turns on a shared machine: POPPY_BENCH_KEEP names
/// the file, and after POPPY_BENCH_SECONDS the program ends with exit code 75, to be started again.
/// </summary>
internal static class MeasuresKept
{
    private const int TryAgain = 75; // EX_TEMPFAIL of sysexits.h

    private static readonly string? File = Environment.GetEnvironmentVariable("POPPY_BENCH_KEEP");
    private static readonly double Seconds = double.Parse(Environment.GetEnvironmentVariable("POPPY_BENCH_SECONDS") ?? "1e9", CultureInfo.InvariantCulture);
    private static readonly Stopwatch Clock = Stopwatch.StartNew();
    private static readonly Dictionary<string, int> Asked = [];
    private static readonly ILookup<string, double[]> Known = Read();

    /// <summary>What a command line measured the time that it is now asked for (the first, the second …), or measures now.</summary>
    public static double[] Of(string[] line, Func<string[], double[]> measure)
    {
        var name = string.Join(' ', line);
        var times = Asked.GetValueOrDefault(name);
        Asked[name] = times + 1;
        if (Known[name].ElementAtOrDefault(times) is { } known)
            return known;
        if (Clock.Elapsed.TotalSeconds > Seconds)
            Environment.Exit(TryAgain);
        var numbers = measure(line);
        if (File is not null)
            System.IO.File.AppendAllText(File, $"{name}\t{string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}\n");
        return numbers;
    }

    private static ILookup<string, double[]> Read() => (File is not null && System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File) : [])
        .Select(line => line.Split('\t'))
        .ToLookup(parts => parts[0], parts => Array.ConvertAll(parts[1].Split(' '), number => double.Parse(number, CultureInfo.InvariantCulture)));
}
