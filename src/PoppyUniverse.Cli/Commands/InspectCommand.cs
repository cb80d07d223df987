using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Evaluation.Learnability;
using PoppyUniverse.Evaluation.Summaries;
using Spectre.Console;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy inspect.</summary>
internal sealed class InspectCommand : Verb
{
    private const int MostValues = 15;

    private readonly Option<string> _data = Shared.Data();
    private readonly Option<ulong> _seed = Shared.Seed();
    private readonly Option<int> _threads = Shared.Threads();
    private readonly Option<string> _onError = Shared.OnError();

    public InspectCommand()
        : base(
            "inspect",
            "Summarize a log, and test whether there is anything to learn in it",
            "poppy inspect --data log.csv",
            "poppy inspect --data log.csv --json") =>
        AddAll(_data, _seed, _threads, _onError);

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var log = LogFile.Read(call.GetRequiredValue(_data), call.GetRequiredValue(_onError), null, terminal, cancellation);
        var summary = LogSummary.Of(log);
        var options = new LearnabilityOptions { Seed = call.GetValue(_seed), Threads = call.GetValue(_threads) };
        var learnability = InspectWorkflow.Test(log, options, terminal, cancellation);
        terminal.Result(ToJson(summary, learnability));
        terminal.Show(Facts(summary));
        terminal.Show(Largest("Types", summary.Types, summary.Rows));
        terminal.Show(Largest("Most picked values", summary.Values, summary.Rows));
        foreach (var (name, finding) in new[] { ("Strength", learnability.Strength), ("Choice", learnability.Choice) })
        {
            if (finding.Tests.Count > 0)
                terminal.Show(Tests(name, finding));
        }

        terminal.Say(learnability.Strength.Sentence);
        terminal.Say(learnability.Choice.Sentence);
        return ExitCode.Done;
    }

    // one object: the summary's keys, then those of the tests
    private static string ToJson(LogSummary summary, LearnabilityReport learnability)
    {
        var all = JsonNode.Parse(summary.ToJson())!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(learnability.ToJson())!.AsObject())
            all[key] = value?.DeepClone();
        return all.ToJsonString(new() { WriteIndented = true });
    }

    private static Table Tests(string name, LearnabilityFinding finding)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn(name).AddColumn("Question").AddColumn("Given").AddColumn(new TableColumn("Effect").RightAligned()).AddColumn(new TableColumn("p, corrected").RightAligned());
        foreach (var test in finding.Tests)
        {
            table.AddRow(
                Markup.Escape(test.Name), Markup.Escape(test.Question), Markup.Escape(test.Given), test.EffectSize.ToString("P1", CultureInfo.InvariantCulture),
                test.CorrectedPValue.ToString("0.000", CultureInfo.InvariantCulture) + (test.Significant ? " *" : "  "));
        }

        var tested = finding.UsersDrawn ? $"{finding.Rows:N0} rows of {finding.Users:N0} users drawn at random" : $"{finding.Rows:N0} rows";
        return table.Caption($"{tested}, {finding.Permutations:N0} permutations each; * significant");
    }

    private static Table Facts(LogSummary summary)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn("");
        Row("Interactions", $"{summary.Rows:N0}");
        Row("Users", $"{summary.Users:N0} ({summary.RowsPerUser[0]:N0} to {summary.RowsPerUser[2]:N0} interactions each, median {summary.RowsPerUser[1]:N0})");
        Row("Categories", $"{summary.Types.Count:N0} types, {summary.Values.Count:N0} values");
        Row("Time", string.Create(CultureInfo.InvariantCulture, $"{summary.From:yyyy-MM-dd HH:mm} to {summary.To:yyyy-MM-dd HH:mm} UTC"));
        Row("Strength 1 to 5", string.Join("  ", summary.Strengths.Select(count => $"{count:N0}")));
        Row("Without Strength", $"{summary.MissingStrength:N0}");
        Row("Repeats", $"{summary.RepeatShare.ToString("P0", CultureInfo.InvariantCulture)} pick a value that the user picks more than once");
        Row("Busiest hour", $"{Array.IndexOf([.. summary.Hours], summary.Hours.Max()):00}:00 UTC ({summary.Hours.Max():N0} interactions)");
        return table;

        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
    }

    private static Table Largest(string title, IReadOnlyList<NamedCount> counts, long rows)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn(title).AddColumn(new TableColumn("Interactions").RightAligned()).AddColumn(new TableColumn("Share").RightAligned());
        foreach (var (name, count) in counts.OrderByDescending(entry => entry.Count).Take(MostValues))
            table.AddRow(Markup.Escape(name), $"{count:N0}", (count / (double)rows).ToString("P1", CultureInfo.InvariantCulture));
        if (counts.Count > MostValues)
            table.Caption($"{counts.Count - MostValues:N0} more");
        return table;
    }
}
