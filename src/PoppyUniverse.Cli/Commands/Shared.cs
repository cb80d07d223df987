using System.CommandLine;
using System.Globalization;
using PoppyUniverse.Cli.Ranks;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Cli.Commands;

/// <summary>Options that several verbs take: the same name means the same everywhere.</summary>
internal static class Shared
{
    /// <summary>--seed N.</summary>
    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Seed of all chance; the same seed gives the same bytes",
        DefaultValueFactory = _ => 42,
        HelpName = "N",
    };

    /// <summary>--threads N.</summary>
    public static Option<int> Threads(bool onRanks = false)
    {
        var option = new Option<int>("--threads")
        {
            Description = onRanks ? "Worker threads, of each rank under mpirun; never changes a result" : "Worker threads; never changes a result",
            DefaultValueFactory = _ => RankProcess.Threads,
            HelpName = "N",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var threads) && threads < 1)
                result.AddError($"--threads is {threads}; expected 1 or more.");
        });
        return option;
    }

    /// <summary>--profile NAME|FILE.</summary>
    public static Option<string> Profile() => new("--profile")
    {
        Description = "notebook, stargazers, or a profile file (poppy profile show prints one)",
        DefaultValueFactory = _ => "stargazers",
        HelpName = "NAME|FILE",
    };

    /// <summary>--data FILE.</summary>
    public static Option<string> Data() => new("--data")
    {
        Description = "Log of interactions: CSV (or .csv.gz, .csv.zst, Parquet) with User_ID, Category_Type, Category_Value, Strength, Timestamp",
        Required = true,
        HelpName = "FILE",
    };

    /// <summary>--model DIR.</summary>
    public static Option<string> Model(string description) => new("--model")
    {
        Description = description,
        Required = true,
        HelpName = "DIR",
    };

    /// <summary>--on-error stop|skip.</summary>
    public static Option<string> OnError()
    {
        var option = new Option<string>("--on-error")
        {
            Description = "What to do at a row that cannot be read: stop, or skip it and keep it in FILE.rejected.csv",
            DefaultValueFactory = _ => "stop",
            HelpName = "stop|skip",
        };
        option.AcceptOnlyFromAmong("stop", "skip");
        return option;
    }

    /// <summary>--at ISO.</summary>
    public static Option<string?> At() => new("--at")
    {
        Description = "Moment to predict for, ISO 8601, UTC unless it has an offset (default: averaged over the log's hours and days)",
        HelpName = "ISO",
    };

    /// <summary>The moment an option names.</summary>
    /// <exception cref="UsageException">It names none.</exception>
    public static DateTimeOffset? Moment(string option, string? text)
    {
        if (text is null)
            return null;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var moment)
            ? moment
            : throw new UsageException($"{option} is \"{text}\"; expected a moment such as 2026-01-31T22:00 or 2026-01-31T22:00:00+01:00.");
    }

    /// <summary>The hour of the week of a moment.</summary>
    public static TimeSlot? Slot(DateTimeOffset? moment) =>
        moment is { } known ? TimeSlot.FromUnixMicroseconds(Timestamp.ToUnixMicroseconds(known)) : null;
}
