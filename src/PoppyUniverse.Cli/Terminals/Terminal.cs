using PoppyUniverse.Cli.Ranks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PoppyUniverse.Cli.Terminals;

/// <summary>
/// Where a verb talks: results on stdout (one JSON object with --json, else tables), everything else on stderr.
/// </summary>
/// <param name="json">Whether stdout carries JSON, and nothing else.</param>
internal sealed class Terminal(bool json)
{
    private const int WidthWithoutTerminal = 120;

    private readonly IAnsiConsole _error = Open(Console.Error, Console.IsErrorRedirected || RankProcess.HasLeftTerminal);
    private readonly IAnsiConsole _out = Open(Console.Out, Console.IsOutputRedirected || RankProcess.HasLeftTerminal);

    /// <summary>Whether stdout carries JSON.</summary>
    public bool Json => json;

    /// <summary>A remark for the person at the terminal, on stderr.</summary>
    public static void Note(string text) => Console.Error.WriteLine(text);

    /// <summary>A result for the person at the terminal; with --json it goes to stderr.</summary>
    public void Say(string text) => (json ? Console.Error : Console.Out).WriteLine(text);

    /// <summary>A table or figure for the person at the terminal; with --json it goes to stderr.</summary>
    public void Show(IRenderable picture) => (json ? _error : _out).Write(picture);

    /// <summary>The one JSON object of this call.</summary>
    public void Result(string jsonText)
    {
        if (json)
            Console.Out.WriteLine(jsonText);
    }

    /// <summary>Runs work under progress bars on stderr: rate and remaining time on a terminal, plain lines elsewhere.</summary>
    public T WithProgress<T>(Func<ProgressBars, T> work) =>
        _error.Progress()
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RateColumn(),
                new RemainingTimeColumn())
            .Start(context => work(new ProgressBars(context)));

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Yes,
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = WidthWithoutTerminal;
        return console;
    }
}
