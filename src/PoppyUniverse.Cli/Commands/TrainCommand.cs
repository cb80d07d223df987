using System.CommandLine;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy train.</summary>
internal sealed class TrainCommand : Verb
{
    private readonly Option<string> _data = Shared.Data();
    private readonly Option<string> _model = Shared.Model("Folder to write the model to");
    private readonly Option<int> _layer = new("--layer") { Description = "3: matrix factorization; 4: embeddings and an MLP", DefaultValueFactory = _ => 4, HelpName = "3|4" };
    private readonly Option<string> _target = new("--target") { Description = "What to learn: some of strength, class, choice (which value comes next); auto: all that the log can teach", DefaultValueFactory = _ => "auto", HelpName = "LIST" };
    private readonly Option<int?> _epochs = new("--epochs") { Description = "The most epochs (Layer 3: sweeps); training stops earlier when the validation tail says so", HelpName = "N" };
    private readonly Option<int?> _batch = new("--batch") { Description = "Interactions a step (Layer 4)", HelpName = "N" };
    private readonly Option<double?> _halfLife = new("--half-life") { Description = "Days after which an interaction counts half as much; 0: all alike [default: choice 30, in Layer 3 30 or 0, whichever explains the validation tail; strength and class 0]", HelpName = "DAYS" };
    private readonly Option<int?> _lanes = new("--lanes") { Description = "Lanes that users are spread over, 1 to 64: the most ranks that can share the work; changes the model's last bits (Layer 4) [default: 8]", HelpName = "N" };
    private readonly Option<double> _checkpoint = new("--checkpoint") { Description = "Seconds between checkpoints, which stay in the model folder until the model stands (Layer 4; Layer 3 is done before it needs any)", DefaultValueFactory = _ => 30, HelpName = "SECONDS" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the last checkpoint; the model is the same as of an unbroken run" };
    private readonly Option<ulong> _seed = Shared.Seed();
    private readonly Option<int> _threads = Shared.Threads(onRanks: true);
    private readonly Option<string> _onError = Shared.OnError();

    public TrainCommand()
        : base(
            "train",
            "Learn a model from a log",
            "poppy train --data log.csv --model my-model",
            "poppy train --layer 3 --data log.csv --model my-factors",
            "poppy train --data log.csv --model my-model --target class --epochs 10 --json",
            "poppy train --data check-ins.csv --model my-model --target choice --half-life 60",
            "poppy train --data log.csv --model my-model --resume",
            "mpirun -np 4 poppy train --data log.parquet --model my-model") =>
        AddAll(_data, _model, _layer, _target, _epochs, _batch, _halfLife, _lanes, _checkpoint, _resume, _seed, _threads, _onError);

    protected override bool RunsOnRanks => true;

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var folder = call.GetRequiredValue(_model);
        var request = new TrainRequest(call.GetValue(_layer)) { Target = call.GetRequiredValue(_target), Epochs = call.GetValue(_epochs), Batch = call.GetValue(_batch), HalfLife = call.GetValue(_halfLife), Lanes = call.GetValue(_lanes) };
        request.Check();
        CheckRanks(request);
        if (request.Layer == 3 && call.GetValue(_resume))
            Terminal.Note("Layer 3 leaves no checkpoints; it trains from the start, to the same model as an unbroken run.");
        var checkpoints = new CheckpointFile(CheckpointFile.PathFor(folder), call.GetValue(_resume));
        var every = call.GetValue(_checkpoint) is >= 0 and <= 1e6 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"--checkpoint is {call.GetValue(_checkpoint)}; expected seconds, 0 or more.");
        if (Train(call, request, (checkpoints, every), terminal, cancellation) is not { } trained)
            return ExitCode.Done;
        var result = TrainWorkflow.Save(trained, folder);
        if (request.Layer == 4)
            checkpoints.Clear();
        terminal.Result(ResultJson.Of(result));
        terminal.Say($"Layer {result.Layer} learned from {result.Rows:N0} interactions of {result.Users:N0} users; {Best(result)}, {RateColumn.Compact(result.SamplesPerSecond)} samples/s.");
        terminal.Say($"Model: {folder} (sha256 {result.ModelSha256[..12]}…)");
        return ExitCode.Done;
    }

    private static string Best(TrainResult result)
    {
        var pass = result.Layer == 3 ? "sweep" : "epoch";
        return result.BestEpoch == 0
            ? $"none of {result.Epochs} {pass}s was better than the start, which stands"
            : $"best {pass} {result.BestEpoch} of {result.Epochs}";
    }

    // null on every rank but 0
    private TrainedModel? Train(ParseResult call, TrainRequest request, (CheckpointFile File, TimeSpan Every) checkpoints, Terminal terminal, CancellationToken cancellation)
    {
        var (data, onError) = (call.GetRequiredValue(_data), call.GetRequiredValue(_onError));
        var workflow = new TrainWorkflow(call.GetValue(_seed), call.GetValue(_threads), terminal);
        if (request.Layer == 3)
            return workflow.Train(LogFile.Read(data, onError, null, terminal, cancellation), data, request, checkpoints, cancellation);
        try
        {
            return workflow.Train(LogFile.ReadShare(data, onError, (request.Layer4().Lanes, Collective), terminal, cancellation), data, request, checkpoints, cancellation);
        }
        catch (CheckpointMismatchException)
        {
            throw new DataProblemException($"{checkpoints.File.Path}: is of another run, whose log, options or seed differ; give those of that run, or start over without --resume.");
        }
    }

    private void CheckRanks(TrainRequest request)
    {
        if (Collective.Size > 1 && request.Layer == 3)
            throw new UsageException($"--layer 3 on {Collective.Size} ranks: Layer 3 is trained by one process; start it without mpirun, or train --layer 4.");
        if (request.Layer == 4)
            request.CheckLanes(Collective.Size, $", or give --lanes {Collective.Size} (at most 64)");
    }
}
