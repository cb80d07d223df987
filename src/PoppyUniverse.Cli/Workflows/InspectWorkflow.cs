using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Evaluation.Learnability;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Asks a log whether there is anything to learn, under a progress bar.</summary>
internal static class InspectWorkflow
{
    /// <summary>Tests a log.</summary>
    public static LearnabilityReport Test(InteractionLog log, LearnabilityOptions options, Terminal terminal, CancellationToken cancellation) =>
        terminal.WithProgress(bars =>
        {
            var bar = bars.Add("Testing", 1, "permutations");
            var report = LearnabilityCheck.Of(log, options, bar.As<LearnabilityProgress>((self, at) => self.MoveTo(at.Done, at.Done, at.Total)), cancellation);
            bar.Finish();
            return report;
        });
}
