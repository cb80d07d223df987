using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>A split as a command line names it: time:0.8, random:0.8, leave-last-out or kfold:5.</summary>
internal sealed record SplitRequest(string Kind, double Number)
{
    /// <summary>What may be asked for, for help and errors.</summary>
    public const string Expected = "time:F or random:F with the training fraction F between 0 and 1 (time:0.8), leave-last-out, or kfold:K with 2 to 20 folds (kfold:5)";

    private const int MostFolds = 20;

    /// <summary>Reads "time:0.8".</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static SplitRequest Parse(string text) => text.Split(':') switch
    {
        [("time" or "random") and var kind, var number]
            when double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fraction) && fraction is > 0 and < 1 => new(kind, fraction),
        ["leave-last-out"] => new(text, 0),
        ["kfold" and var kind, var number]
            when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var folds) && folds is >= 2 and <= MostFolds => new(kind, folds),
        _ => throw new UsageException($"--split is \"{text}\"; expected {Expected}."),
    };

    /// <summary>Cuts a log: one split, or one a fold, each made when it is asked for.</summary>
    /// <param name="log">The log.</param>
    /// <param name="source">Its name in errors.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <exception cref="DataProblemException">A part would be empty.</exception>
    public IEnumerable<Split> Cut(InteractionLog log, string source, RandomStream random)
    {
        if (Kind == "kfold")
        {
            return log.Count >= Number
                ? Split.KFold(log, (int)Number, random.Split("split"))
                : throw new DataProblemException($"{source}: {log.Count:N0} interactions are too few for kfold:{Number:0}; expected at least one a fold.");
        }

        var split = Kind switch
        {
            "time" => Split.ByTime(log, Number),
            "random" => Split.Randomly(log, Number, random.Split("split")),
            _ => Split.LeaveLastOut(log),
        };
        if (split.Train.Count > 0 && split.Test.Count > 0)
            return [split];
        throw new DataProblemException(Kind == "leave-last-out"
            ? $"{source}: no user has two interactions, so none can be left out; try time:0.8."
            : $"{source}: {log.Count:N0} interactions are too few for {split.Description}.");
    }
}
