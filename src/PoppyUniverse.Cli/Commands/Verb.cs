using System.CommandLine;
using PoppyUniverse.Cli.Ranks;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Learning;
using PoppyUniverse.Mpi;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage;
using PoppyUniverse.Storage.Parquet;

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

    /// <summary>Whether the work can be shared out to several ranks.</summary>
    protected virtual bool RunsOnRanks => false;

    /// <summary>The ranks that share the work; this process alone unless <see cref="RunsOnRanks"/>.</summary>
    protected ICollective Collective { get; private set; } = Alone.Instance;

    /// <summary>Does the work; returns an exit code.</summary>
    protected abstract int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation);

    private Task<int> Invoke(ParseResult call, CancellationToken cancellation)
    {
        RankProcess? process = null;
        try
        {
            process = RankProcess.Join(Name, RunsOnRanks);
            process.RemoveUnfinishedOn(cancellation);
            Collective = process.Collective;
            return Task.FromResult(Execute(call, new Terminal(call.GetValue(_json)), cancellation));
        }
        catch (Exception failure)
        {
            var (exitCode, line) = Explain(ParquetFailures.Plain(failure));
            if (call.GetValue(_verbose) && failure is not OperationCanceledException)
                line += $"\n{failure}";
            if (process is null)
                Console.Error.WriteLine(line);
            process?.Fail(exitCode, line);
            return Task.FromResult(exitCode);
        }
        finally
        {
            process?.Dispose();
        }
    }

    private static (int ExitCode, string Line) Explain(Exception failure) => failure switch
    {
        OperationCanceledException => (ExitCode.Cancelled, "Cancelled."),
        UsageException => (ExitCode.Usage, failure.Message),
        DataFormatException or DataProblemException or ModelFormatException or ProfileFormatException or TrainingDivergedException or CheckpointMismatchException or OpenMpiException
            or IOException or UnauthorizedAccessException
            => (ExitCode.Failed, failure.Message),
        _ => (ExitCode.Failed, $"Unexpected failure ({failure.GetType().Name}): {failure.Message} Run again with --verbose for details."),
    };
}
