using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Recommending;
using PoppyUniverse.Storage.Models;
using PoppyUniverse.Storage.Predictions;
using Spectre.Console;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy recommend.</summary>
internal sealed class RecommendCommand : Verb
{
    private readonly Option<string> _model = Shared.Model("Model to ask");
    private readonly Option<string?> _user = new("--user") { Description = "Whom to recommend to, known or not", HelpName = "ID" };
    private readonly Option<string?> _at = Shared.At();
    private readonly Option<int> _top = new("--top") { Description = "The most values to return", DefaultValueFactory = _ => 10, HelpName = "K" };
    private readonly Option<string?> _type = new("--type") { Description = "Only values of this type", HelpName = "TYPE" };
    private readonly Option<string?> _by = new("--by") { Description = "Rank by strength (how much the user would like it) or choice (how probably it comes next)", HelpName = "strength|choice" };
    private readonly Option<bool> _all = new("--all") { Description = "Predict every user × value into --out instead" };
    private readonly Option<string?> _out = new("--out") { Description = "CSV file for --all: User_ID, then a column a value", HelpName = "FILE" };
    private readonly Option<int> _threads = Shared.Threads();

    public RecommendCommand()
        : base(
            "recommend",
            "Ask a model what a user would like",
            "poppy recommend --model my-model --user 42 --at 2026-01-31T22:00 --top 5",
            "poppy recommend --model my-model --user 42 --type Star --json",
            "poppy recommend --model my-model --all --out predictions.csv") =>
        AddAll(_model, _user, _at, _top, _type, _by, _all, _out, _threads);

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var at = Shared.Moment("--at", call.GetValue(_at));
        if (call.GetValue(_all))
        {
            var path = call.GetValue(_out) ?? throw new UsageException("--all needs --out FILE.");
            WriteAll(Load(call), Shared.Slot(at), path, (call.GetValue(_threads), terminal), cancellation);
            return ExitCode.Done;
        }

        var user = call.GetValue(_user) ?? throw new UsageException("Expected --user ID, or --all --out FILE.");
        var top = call.GetValue(_top);
        if (top < 1)
            throw new UsageException($"--top is {top}; expected 1 or more.");
        var model = Load(call);
        var list = new Recommender(model).Recommend(new(user, Shared.Slot(at), top, TypeIndex(model.Catalog, call.GetValue(_type)), By(model, call.GetValue(_by))));
        terminal.Result(ResultJson.Of(new RecommendResult(list.User, at, list.Level, list.Items)));
        terminal.Show(Picture(list));
        return ExitCode.Done;
    }

    private ITrainedModel Load(ParseResult call) => ModelFolder.Load(call.GetRequiredValue(_model));

    private static int? TypeIndex(Catalog catalog, string? type)
    {
        if (type is null)
            return null;
        var index = catalog.IndexOfType(type);
        return index >= 0 ? index : throw new UsageException($"--type is \"{type}\"; the model knows {string.Join(", ", catalog.Types)}.");
    }

    private static RankBy? By(IRecommender model, string? by)
    {
        RankBy? key = by switch
        {
            null => null,
            "strength" => RankBy.Strength,
            "choice" => RankBy.Choice,
            _ => throw new UsageException($"--by is \"{by}\"; expected strength or choice."),
        };
        var needed = key == RankBy.Choice ? PredictionTargets.Choice : PredictionTargets.Strength;
        return key is null || model.Targets.HasFlag(needed) ? key : throw new UsageException($"--by is {by}, but the model predicts {model.Targets} only.");
    }

    private static void WriteAll(IRecommender model, TimeSlot? at, string path, (int Threads, Terminal Terminal) run, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var table = run.Terminal.WithProgress(bars =>
        {
            var bar = bars.Add("Predicting", model.Users.Count, "users");
            var predicted = PredictionTable.Of(model, at, run.Threads, bar.As<long>((self, users) => self.MoveTo(users)), cancellation);
            bar.Finish();
            return predicted;
        });
        PredictionWriter.Write(table, path);
        var seconds = clock.Elapsed.TotalSeconds;
        run.Terminal.Result(ResultJson.Of(new WrittenResult(path, table.Users.Count, seconds, table.Users.Count / seconds)));
        run.Terminal.Say($"{table.Users.Count:N0} users × {table.Catalog.ValueCount:N0} values: {path}");
    }

    private static Table Picture(RecommendationList list)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"For user {Markup.Escape(list.User)} ({(list.Level == BackOffLevel.KnownUser ? "known" : "unknown")})")
            .AddColumn(new TableColumn("#").RightAligned()).AddColumn("Type").AddColumn("Value")
            .AddColumn(new TableColumn("Strength").RightAligned()).AddColumn(new TableColumn("Confidence").RightAligned()).AddColumn(new TableColumn("Next").RightAligned()).AddColumn("Why");
        foreach (var item in list.Items)
        {
            table.AddRow(
                item.Rank.ToString(CultureInfo.InvariantCulture), Markup.Escape(item.Type), Markup.Escape(item.Value),
                item.ExpectedStrength?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–", item.Confidence.ToString("P0", CultureInfo.InvariantCulture),
                item.ChoiceProbability?.ToString("P1", CultureInfo.InvariantCulture) ?? "–",
                Markup.Escape(item.Reason));
        }

        return table;
    }
}
