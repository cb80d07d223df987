using System.CommandLine;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy run.</summary>
internal sealed class RunCommand : Verb
{
    private readonly Option<string> _profile = Shared.Profile();
    private readonly Option<string> _out = new("--out") { Description = "Folder for Input_Data and Output_Data", DefaultValueFactory = _ => ".", HelpName = "DIR" };
    private readonly Option<ulong> _seed = Shared.Seed();
    private readonly Option<int> _threads = Shared.Threads();

    public RunCommand()
        : base(
            "run",
            "Simulate, train, evaluate, predict, draw and report, in one go",
            "poppy run",
            "poppy run --profile notebook --seed 7 --out somewhere") =>
        AddAll(_profile, _out, _seed, _threads);

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var work = new RunWorkflow(call.GetValue(_seed), call.GetValue(_threads), terminal);
        var report = work.Run(call.GetRequiredValue(_profile), call.GetRequiredValue(_out), cancellation);
        terminal.Result(report.ToJson());
        return report.Evaluation.HasLeak ? ExitCode.Failed : ExitCode.Done;
    }
}
