using Spectre.Console;

namespace PoppyUniverse.Cli.Terminals;

/// <summary>The bars of one piece of work.</summary>
internal sealed class ProgressBars(ProgressContext context)
{
    /// <summary>A new bar.</summary>
    /// <param name="title">What is being done: "Training Layer 4".</param>
    /// <param name="total">Units of the whole.</param>
    /// <param name="unit">What is counted, in the plural: "rows".</param>
    public ProgressBar Add(string title, long total, string unit) =>
        new(context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, total)), unit);
}
