using PoppyUniverse.Evaluation;

namespace PoppyUniverse.Tests.Evaluation;

public sealed class ExperimentWarningsTests
{
    [Fact]
    public void Of_SuspiciousExperiment_NamesEveryDoubtWithNumbers()
    {
        var train = SmallLogs.Make(10, i => new(i % 2, i % 2, 3, i));
        var test = SmallLogs.Make(4, i => i == 0 ? new(0, 0, 3, 0) : new(i, i, 3, 20 + i));
        var warnings = string.Join('\n', ExperimentWarnings.Of([new(test, train)]));
        Assert.Contains("Only 4 test rows", warnings, StringComparison.Ordinal);
        Assert.Contains("2 of 4 test users have no training interactions", warnings, StringComparison.Ordinal);
        Assert.Contains("2 of 4 test values have no training interactions", warnings, StringComparison.Ordinal);
        Assert.Contains("1 of 4 test rows are also in the training log", warnings, StringComparison.Ordinal);
        Assert.Contains("1 of 4 test rows are earlier than the last training row", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_CleanExperiment_IsEmpty()
    {
        var train = SmallLogs.Make(1_000, i => new(i % 5, i % 21, 3, i));
        var test = SmallLogs.Make(600, i => new(i % 5, i % 21, 3, 2_000 + i));
        Assert.Empty(ExperimentWarnings.Of([new(test, train)]));
    }
}
