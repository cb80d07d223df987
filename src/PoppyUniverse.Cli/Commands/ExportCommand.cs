using System.CommandLine;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Storage.Exporting;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy export.</summary>
internal sealed class ExportCommand : Verb
{
    private readonly Option<string?> _model = new("--model") { Description = "Model to export", HelpName = "DIR" };
    private readonly Option<string> _format = new("--format") { Description = "onnx: the networks; embeddings: the learned vectors as tab-separated text; atomic: RecBole's files", Required = true, HelpName = "onnx|embeddings|atomic" };
    private readonly Option<string?> _data = new("--data") { Description = "For atomic: the log to write, in place of what the model remembers of it", HelpName = "FILE" };
    private readonly Option<string> _out = new("--out") { Description = "File to write (onnx), or folder to write into (embeddings, atomic)", Required = true, HelpName = "PATH" };

    public ExportCommand()
        : base(
            "export",
            "Hand a model to other tools",
            "poppy export --model my-model --format onnx --out model.onnx",
            "poppy export --model my-model --format embeddings --out vectors",
            "poppy export --format atomic --data log.csv --out dataset/stars")
    {
        _format.AcceptOnlyFromAmong("onnx", "embeddings", "atomic");
        AddAll(_model, _format, _data, _out);
    }

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var (format, path) = (call.GetRequiredValue(_format), call.GetRequiredValue(_out));
        var files = format switch
        {
            "atomic" when call.GetValue(_data) is { } data => AtomicExporter.Write(LogFile.Read(data, "stop", null, terminal, cancellation), path),
            "atomic" => AtomicExporter.Write(ModelFolder.Load(Model(call)), path),
            _ when call.GetValue(_data) is not null => throw new UsageException($"--data is for --format atomic; {format} takes all from --model."),
            "onnx" => OnnxExporter.Write(ModelFolder.Load(Model(call)), path),
            _ => EmbeddingExporter.Write(ModelFolder.Load(Model(call)), path),
        };
        terminal.Result(ResultJson.Of(new ExportResult(format, files)));
        foreach (var file in files)
            terminal.Say(file);
        return ExitCode.Done;
    }

    private string Model(ParseResult call) => call.GetValue(_model) ?? throw new UsageException("--model is missing; expected the folder of a model (or, with --format atomic, --data FILE).");
}
