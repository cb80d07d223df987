using PoppyUniverse.Evaluation.Learnability;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Web.Pages.Insight;

/// <summary>Whether there is something to learn, in which log.</summary>
/// <param name="Source">The log, in words: "the store".</param>
/// <param name="Report">The tests; null when there is no log that could be tested.</param>
internal sealed record Learnable(string Source, LearnabilityReport? Report)
{
    /// <summary>Fewer rows are not tested.</summary>
    public const int FewestRows = 200;

    private const int MostRows = 1 << 16; // enough to find anything that matters, in a second or two of one thread

    /// <summary>Tests a log.</summary>
    public static Learnable Of(string source, InteractionLog log, IProgress<double> progress, CancellationToken cancellation) => new(
        source,
        LearnabilityCheck.Of(log, new() { MostRows = MostRows, Permutations = 399 }, new Share(progress), cancellation));

    private sealed class Share(IProgress<double> progress) : IProgress<LearnabilityProgress>
    {
        public void Report(LearnabilityProgress value) => progress.Report(value.Done / (double)Math.Max(1, value.Total));
    }
}
