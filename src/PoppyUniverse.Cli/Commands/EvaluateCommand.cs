using System.CommandLine;
using System.Globalization;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Sharing;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy evaluate.</summary>
internal sealed class EvaluateCommand : Verb
{
    private readonly Option<string> _data = Shared.Data();
    private readonly Option<string?> _model = new("--model") { Description = "Model to measure on the whole file", HelpName = "DIR" };
    private readonly Option<string?> _history = new("--history") { Description = "With --model: the log it learned from, for baselines and warnings", HelpName = "FILE" };
    private readonly Option<string?> _split = new("--split") { Description = "Instead of --model: train on one part of the file, measure on the other: " + SplitRequest.Expected, HelpName = "SPLIT" };
    private readonly Option<string> _layers = new("--layers") { Description = "With --split: the layers to train and compare, 3, 4 or both", DefaultValueFactory = _ => "3,4", HelpName = "LIST" };
    private readonly Option<string?> _truth = new("--truth") { Description = "The truth about the file (poppy simulate --truth): shows the best any model could reach", HelpName = "FILE" };
    private readonly Option<ulong> _seed = Shared.Seed();
    private readonly Option<int> _threads = Shared.Threads(onRanks: true);
    private readonly Option<string> _onError = Shared.OnError();

    public EvaluateCommand()
        : base(
            "evaluate",
            "Measure a model, or train and measure on one file",
            "poppy evaluate --data log.csv --split time:0.8",
            "poppy evaluate --data log.csv --split kfold:5 --layers 3",
            "poppy evaluate --data log.csv --split time:0.8 --truth log.truth.parquet",
            "poppy evaluate --model my-model --data later.csv --history log.csv --json",
            "mpirun -np 4 poppy evaluate --model my-model --data later.parquet --history log.parquet") =>
        AddAll(_data, _model, _history, _split, _layers, _truth, _seed, _threads, _onError);

    protected override bool RunsOnRanks => true;

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var (model, split) = (call.GetValue(_model), call.GetValue(_split));
        if ((model is null) == (split is null))
            throw new UsageException("Expected either --model DIR, or --split SPLIT such as time:0.8.");
        var layers = Layers(call.GetRequiredValue(_layers));
        if (split is null && call.GetValue(_history) is null)
            Terminal.Note("Without --history the only baselines are the global mean and the popularity that the model keeps.");
        var report = split is null ? Measure(call, model!, terminal, cancellation) : TrainAndMeasure(call, (SplitRequest.Parse(split), layers), terminal, cancellation);
        report = report with { Warnings = [.. report.Warnings, .. TruthLikeColumns.Of(call.GetRequiredValue(_data))] };
        terminal.Result(report.ToJson());
        EvaluationTables.Show(report, terminal);
        return report.HasLeak ? ExitCode.Failed : ExitCode.Done;
    }

    private EvaluateWorkflow Work(ParseResult call, Terminal terminal) => new(call.GetValue(_seed), call.GetValue(_threads), terminal) { Ranks = Collective };

    private EvaluationReport Measure(ParseResult call, string folder, Terminal terminal, CancellationToken cancellation)
    {
        var model = ModelCopies.Load(folder, Collective);
        var test = LogFile.Read(call.GetRequiredValue(_data), call.GetRequiredValue(_onError), (model.Catalog, Collective), terminal, cancellation);
        var train = call.GetValue(_history) is { } history
            ? LogFile.Read(history, call.GetRequiredValue(_onError), (model.Catalog, Collective), terminal, cancellation)
            : null;
        var oracle = Oracle(call, [.. test.Rows()], test.Count);
        return Work(call, terminal).Run([ModelCosts.Judge(model, null)], new(test, train), oracle, $"all of {Path.GetFileName(call.GetRequiredValue(_data))}", cancellation);
    }

    private EvaluationReport TrainAndMeasure(ParseResult call, (SplitRequest Split, int[] Layers) request, Terminal terminal, CancellationToken cancellation)
    {
        var (data, seed) = (call.GetRequiredValue(_data), call.GetValue(_seed));
        if (request.Layers.Contains(4))
            new TrainRequest(4).CheckLanes(Collective.Size);
        var log = LogFile.Read(data, call.GetRequiredValue(_onError), (null, Collective), terminal, cancellation);
        // a wrong truth is told before minutes of training, not after
        var folds = request.Split.Cut(log, data, RandomStream.FromSeed(seed)).Select(split => (Split: split, Oracle: Oracle(call, split.TestRows, log.Count))).ToList();
        return Work(call, terminal).Run([.. folds.Select(fold => (new Fold(fold.Split.Test, fold.Split.Train), fold.Oracle))], Train, folds[0].Split.Description, cancellation);

        IReadOnlyList<ModelJudge> Train(Fold fold) =>
            [.. new TrainWorkflow(seed, call.GetValue(_threads), terminal).Train(fold.Train!, data, request.Layers, Collective, cancellation).Select(trained => ModelCosts.Judge(trained.Model, trained.Time))];
    }

    private static int[] Layers(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] layers = [.. TrainRequest.Layers.Where(layer => names.Contains(layer.ToString(CultureInfo.InvariantCulture)))];
        return layers.Length > 0 && layers.Length == names.Distinct().Count() ? layers : throw new UsageException($"--layers is \"{text}\"; expected 3, 4 or 3,4.");
    }

    private RowPredictions? Oracle(ParseResult call, IReadOnlyList<long> rows, long logRows)
    {
        if (call.GetValue(_truth) is not { } path)
            return null;
        SameFile.Require(path, Collective);
        var truth = TruthFileReader.Read(path, rows, logRows);
        return new(Evaluator.OracleName, truth.ExpectedStrengths, truth.ClassProbabilities, ChoiceOutcomes.OfRanks(truth.ChoiceProbabilities, truth.ChoiceRanks));
    }
}
