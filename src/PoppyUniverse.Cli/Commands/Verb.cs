using System.CommandLine;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage;

namespace PoppyUniverse.Cli.Commands;

/// <summary>
/// A verb of the command line: its options, its examples and what it does. Turns every failure that a person can do
/// something about into one line on stderr and an exit code.
/// </summary>
internal abstract class Verb : Command, HelpWithExamples.IExamples
{
    private readonly Option<bool> _json = new("--json") { Description = "Print exactly one JSON object on stdout; all else goes to stderr" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "On an error, print the stack trace too" };

    protected Verb(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction(Invoke);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Adds the verb's options, then those that every verb has.</summary>
    protected void AddAll(params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
            Add(option);
        Add(_json);
        Add(_verbose);
    }

    /// <summary>Does the work; returns an exit code.</summary>
    protected abstract int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation);

    private Task<int> Invoke(ParseResult call, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(Execute(call, new Terminal(call.GetValue(_json)), cancellation));
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Cancelled.");
            return Task.FromResult(ExitCode.Cancelled);
        }
        catch (Exception failure)
        {
            var (exitCode, line) = Explain(failure);
            Console.Error.WriteLine(line);
            if (call.GetValue(_verbose))
                Console.Error.WriteLine(failure);
            return Task.FromResult(exitCode);
        }
    }

    private static (int ExitCode, string Line) Explain(Exception failure) => failure switch
    {
        UsageException => (ExitCode.Usage, failure.Message),
        DataFormatException or DataProblemException or ModelFormatException or ProfileFormatException or TrainingDivergedException or CheckpointMismatchException
            or IOException or UnauthorizedAccessException
            => (ExitCode.Failed, failure.Message),
        _ => (ExitCode.Failed, $"Unexpected failure ({failure.GetType().Name}): {failure.Message} Run again with --verbose for details."),
    };
}
