using Spectre.Console;

namespace PoppyUniverse.Cli.Terminals;

/// <summary>One bar; may be moved from any thread.</summary>
internal sealed class ProgressBar
{
    private readonly ProgressTask _task;

    public ProgressBar(ProgressTask task, string unit)
    {
        _task = task;
        _task.Tag = this;
        Unit = unit;
    }

    /// <summary>What is counted, in the plural.</summary>
    public string Unit { get; }

    /// <summary>Units done, where the bar itself moves by another measure (bytes of a file); null when it moves by units.</summary>
    public long? UnitsDone { get; private set; }

    /// <summary>Units done so far.</summary>
    public void MoveTo(long done) => _task.Value = done;

    /// <summary>Units done so far, while the bar shows the part of something else.</summary>
    public void MoveTo(long units, long part, long whole)
    {
        UnitsDone = units;
        _task.MaxValue = Math.Max(1, whole);
        _task.Value = part;
    }

    /// <summary>Replaces the title.</summary>
    public void Describe(string title) => _task.Description = Markup.Escape(title);

    /// <summary>All done, also when it needed less than was thought.</summary>
    public void Finish()
    {
        _task.Value = _task.MaxValue;
        _task.StopTask();
    }

    /// <summary>This bar as a listener that does with a report what it is told.</summary>
    public IProgress<TReport> As<TReport>(Action<ProgressBar, TReport> move) => new Listener<TReport>(report => move(this, report));

    // Progress<T> would post to the thread pool, and a late report could move a finished bar.
    private sealed class Listener<TReport>(Action<TReport> handle) : IProgress<TReport>
    {
        public void Report(TReport value) => handle(value);
    }
}
