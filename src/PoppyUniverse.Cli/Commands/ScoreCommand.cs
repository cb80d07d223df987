using System.CommandLine;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy score.</summary>
internal sealed class ScoreCommand : Verb
{
    private readonly Option<string> _model = Shared.Model("Model to score with");
    private readonly Option<string> _data = Shared.Data();
    private readonly Option<string> _out = new("--out") { Description = "CSV file to write: the rows as they are, with Predicted_Strength and P1 to P5 added", Required = true, HelpName = "FILE" };
    private readonly Option<int> _threads = Shared.Threads();
    private readonly Option<string> _onError = Shared.OnError();

    public ScoreCommand()
        : base("score", "Add predictions to every row of a file", "poppy score --model my-model --data candidates.csv --out scored.csv") =>
        AddAll(_model, _data, _out, _threads, _onError);

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var model = ModelFolder.Load(call.GetRequiredValue(_model));
        var result = ScoreWorkflow.Run(
            model, call.GetRequiredValue(_data), call.GetRequiredValue(_out), (call.GetRequiredValue(_onError), call.GetValue(_threads)), terminal, cancellation);
        terminal.Result(ResultJson.Of(result));
        terminal.Say($"{result.Rows:N0} rows scored, {RateColumn.Compact(result.RowsPerSecond)} rows/s: {result.File}");
        return ExitCode.Done;
    }
}
