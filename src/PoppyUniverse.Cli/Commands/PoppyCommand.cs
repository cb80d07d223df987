using System.CommandLine;

namespace PoppyUniverse.Cli.Commands;

/// <summary>The root: all verbs.</summary>
internal sealed class PoppyCommand : RootCommand, HelpWithExamples.IExamples
{
    public PoppyCommand()
        : base("From no data to a measured, served recommender, in one command.")
    {
        Add(new RunCommand());
        Add(new SimulateCommand());
        Add(new MergeCommand());
        Add(new VerifyCommand());
        Add(new ImportCommand());
        Add(new InspectCommand());
        Add(new TrainCommand());
        Add(new EvaluateCommand());
        Add(new ScoreCommand());
        Add(new RecommendCommand());
        Add(new ExportCommand());
        Add(new FiguresCommand());
        Add(new ServeCommand());
        Add(new KeysCommand());
        Add(new ProfileCommand());
        Add(new HardwareOption());
        HelpWithExamples.Install(this);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "poppy run                                       everything, on simulated stargazers",
        "poppy inspect --data log.csv                    what is in a log",
        "poppy train --data log.csv --model my-model     learn from it",
        "poppy recommend --model my-model --user 42      and ask",
        "poppy serve --model my-model                    or let others ask, and learn from what they do",
    ];
}
