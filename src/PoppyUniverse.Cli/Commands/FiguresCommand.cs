using System.CommandLine;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Figures;
using PoppyUniverse.Figures.Plots;
using PoppyUniverse.Interactions;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy figures.</summary>
internal sealed class FiguresCommand : Verb
{
    private readonly Option<string> _data = Shared.Data();
    private readonly Option<string> _out = new("--out") { Description = "Folder for the pictures (PNG and SVG)", Required = true, HelpName = "DIR" };
    private readonly Option<string> _onError = Shared.OnError();

    public FiguresCommand()
        : base("figures", "Draw what is in a log", "poppy figures --data log.csv --out figures") =>
        AddAll(_data, _out, _onError);

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var path = call.GetRequiredValue(_data);
        var log = LogFile.Read(path, call.GetRequiredValue(_onError), null, terminal, cancellation);
        var summary = LogSummary.Of(log);
        List<Figure> figures =
        [
            CategoryCounts.Draw(summary), WeekMap.Draw(summary), InteractionsByHour.Draw(summary), RecencyBars.Draw(summary),
            ActivityBars.Draw(summary), RepeatCurve.Draw(summary),
        ];
        if (log.StrengthCount > 0)
            figures.Add(StrengthByAffinity.Draw([.. log.Rows().Select(row => log.Strengths[row])], Expected(path, log)));
        var folder = call.GetRequiredValue(_out);
        FigureFiles.Write(figures, folder);
        terminal.Result(summary.ToJson());
        foreach (var figure in figures)
            terminal.Say($"{Path.Combine(folder, figure.Name)}.png and .svg: {figure.Title}");
        return ExitCode.Done;
    }

    // What the oracle expects of each row, when the log is a whole simulation with its manifest beside it.
    private static float[]? Expected(string path, InteractionLog log)
    {
        if (!File.Exists(SimulationManifest.PathFor(path)))
            return null;
        var manifest = SimulationManifest.ReadBeside(path);
        if (manifest.Rows != log.Count || !manifest.ShardOrWhole().IsWhole)
            return null;
        return Oracle.For(new(manifest.Profile, manifest.Seed), [.. log.Rows()]).ExpectedStrengths;
    }
}
