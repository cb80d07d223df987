using System.CommandLine;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy train.</summary>
internal sealed class TrainCommand : Verb
{
    private readonly Option<string> _data = Shared.Data();
    private readonly Option<string> _model = Shared.Model("Folder to write the model to");
    private readonly Option<int> _layer = new("--layer") { Description = "4: embeddings and an MLP", DefaultValueFactory = _ => 4, HelpName = "4" };
    private readonly Option<string> _target = new("--target") { Description = "What to learn: some of strength, class, choice (which value comes next); auto: all that the log can teach", DefaultValueFactory = _ => "auto", HelpName = "LIST" };
    private readonly Option<int?> _epochs = new("--epochs") { Description = "The most epochs; training stops earlier when the validation tail says so", HelpName = "N" };
    private readonly Option<int?> _batch = new("--batch") { Description = "Interactions a step", HelpName = "N" };
    private readonly Option<double?> _halfLife = new("--half-life") { Description = "Days after which an interaction counts half as much; 0: all alike [default: 30 for choice, 0 for strength and class]", HelpName = "DAYS" };
    private readonly Option<double> _checkpoint = new("--checkpoint") { Description = "Seconds between checkpoints, which stay in the model folder until the model stands", DefaultValueFactory = _ => 30, HelpName = "SECONDS" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the last checkpoint; the model is the same as of an unbroken run" };
    private readonly Option<ulong> _seed = Shared.Seed();
    private readonly Option<int> _threads = Shared.Threads();
    private readonly Option<string> _onError = Shared.OnError();

    public TrainCommand()
        : base(
            "train",
            "Learn a model from a log",
            "poppy train --data log.csv --model my-model",
            "poppy train --data log.csv --model my-model --target class --epochs 10 --json",
            "poppy train --data check-ins.csv --model my-model --target choice --half-life 60",
            "poppy train --data log.csv --model my-model --resume") =>
        AddAll(_data, _model, _layer, _target, _epochs, _batch, _halfLife, _checkpoint, _resume, _seed, _threads, _onError);

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        if (call.GetValue(_layer) != 4)
            throw new UsageException($"--layer is {call.GetValue(_layer)}; this version trains 4 (embeddings and an MLP).");
        var (data, folder) = (call.GetRequiredValue(_data), call.GetRequiredValue(_model));
        var options = TrainWorkflow.Options(call.GetRequiredValue(_target), call.GetValue(_epochs), call.GetValue(_batch), call.GetValue(_halfLife));
        var checkpoints = new CheckpointFile(CheckpointFile.PathFor(folder), call.GetValue(_resume));
        var every = call.GetValue(_checkpoint) is >= 0 and <= 1e6 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"--checkpoint is {call.GetValue(_checkpoint)}; expected seconds, 0 or more.");
        var log = LogFile.Read(data, call.GetRequiredValue(_onError), null, terminal, cancellation);
        var trained = new TrainWorkflow(call.GetValue(_seed), call.GetValue(_threads), terminal).Train(log, data, options, (checkpoints, every), cancellation);
        var result = TrainWorkflow.Save(trained, folder);
        checkpoints.Clear();
        terminal.Result(ResultJson.Of(result));
        terminal.Say($"Layer 4 learned from {result.Rows:N0} interactions of {result.Users:N0} users; best epoch {result.BestEpoch} of {result.Epochs}, {RateColumn.Compact(result.SamplesPerSecond)} samples/s.");
        terminal.Say($"Model: {folder} (sha256 {result.ModelSha256[..12]}…)");
        return ExitCode.Done;
    }
}
