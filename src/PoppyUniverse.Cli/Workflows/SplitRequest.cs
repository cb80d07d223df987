using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>A split as a command line names it: time:0.8 or random:0.8.</summary>
internal sealed record SplitRequest(string Kind, double TrainFraction)
{
    /// <summary>Reads "time:0.8".</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static SplitRequest Parse(string text)
    {
        var parts = text.Split(':');
        if (parts is ["time" or "random", var number]
            && double.TryParse(number, CultureInfo.InvariantCulture, out var fraction) && fraction is > 0 and < 1)
            return new(parts[0], fraction);
        throw new UsageException($"--split is \"{text}\"; expected time:F or random:F with the training fraction F between 0 and 1, such as time:0.8.");
    }

    /// <summary>Cuts a log.</summary>
    public Split Cut(InteractionLog log, RandomStream random) =>
        Kind == "time" ? Split.ByTime(log, TrainFraction) : Split.Randomly(log, TrainFraction, random.Split("split"));
}
