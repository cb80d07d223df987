using System.CommandLine;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Storage.Sharing;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy score.</summary>
internal sealed class ScoreCommand : Verb
{
    private readonly Option<string> _model = Shared.Model("Model to score with");
    private readonly Option<string> _data = new("--data") { Description = "Candidates, CSV (or .csv.gz, .csv.zst) or Parquet: User_ID, Category_Value, Timestamp, and Category_Type where values of several types share a name", Required = true, HelpName = "FILE" };
    private readonly Option<string> _out = new("--out") { Description = "File to write, CSV (.csv.gz, .csv.zst) or Parquet as the input is: its rows as they are, with Predicted_Strength, P1 to P5 and Choice_Probability added", Required = true, HelpName = "FILE" };
    private readonly Option<int> _threads = Shared.Threads(onRanks: true);
    private readonly Option<string> _onError = Shared.OnError();

    public ScoreCommand()
        : base(
            "score",
            "Add predictions to every row of a file",
            "poppy score --model my-model --data candidates.csv --out scored.csv",
            "poppy score --model my-model --data candidates.parquet --out scored.parquet --json",
            "mpirun -np 4 poppy score --model my-model --data candidates.parquet --out scored.parquet") =>
        AddAll(_model, _data, _out, _threads, _onError);

    protected override bool RunsOnRanks => true;

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var model = ModelCopies.Load(call.GetRequiredValue(_model), Collective);
        var result = ScoreWorkflow.Run(
            model, call.GetRequiredValue(_data), call.GetRequiredValue(_out), (call.GetRequiredValue(_onError), call.GetValue(_threads), Collective), terminal, cancellation);
        terminal.Result(ResultJson.Of(result));
        if (result.SkippedRows > 0)
            Terminal.Note($"Skipped {result.SkippedRows:N0} rows that cannot be read; they are in {Path.ChangeExtension(call.GetRequiredValue(_data), ".rejected.csv")}.");
        if (result.UnknownUserRows > 0)
            Terminal.Note($"{result.UnknownUserRows:N0} rows are of users the model does not know; they are answered as for anybody.");
        if (result.UnknownValueRows > 0)
            Terminal.Note($"{result.UnknownValueRows:N0} rows are of values the model does not know, or of several types by that name; they are answered as for any value, with choice probability 0.");
        terminal.Say($"{result.Rows:N0} rows scored, {RateColumn.Compact(result.RowsPerSecond)} rows/s: {result.File}");
        return ExitCode.Done;
    }
}
