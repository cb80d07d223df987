using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PoppyUniverse.Cli.Commands;

/// <summary>The usual help text of a command, with its examples below.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>A command that shows how it is used.</summary>
    internal interface IExamples
    {
        /// <summary>Command lines, with a word on each where that helps.</summary>
        IReadOnlyList<string> Examples { get; }
    }

    public override bool ClearsParseErrors => true;

    /// <summary>Lets the help of a root and of all its verbs show their examples.</summary>
    public static void Install(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IExamples { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine("  " + example);
            output.WriteLine();
        }

        return exitCode;
    }
}
