using PoppyUniverse.Evaluation;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Evaluation;

public sealed class VerdictTests
{
    [Fact]
    public void Of_Stargazers_SaysHowMuchWasLearned()
    {
        var sentences = Judge(BuiltInProfiles.Stargazers, withOracle: true);
        Assert.Matches(@"^Strength: Layer 4 learned \d+ % of what can be learned; RMSE [\d.]+ \[[\d.]+, [\d.]+\], between [\d.]+ for the global mean and [\d.]+ for the oracle", sentences[0]);
    }

    [Fact]
    public void Of_Notebook_SaysThereIsNothingToLearn() =>
        Assert.StartsWith("Strength: nothing to learn.", Judge(BuiltInProfiles.Notebook, withOracle: true)[0], StringComparison.Ordinal);

    [Fact]
    public void Of_NotebookWithoutOracle_ClaimsNoMoreThanItKnows() =>
        Assert.StartsWith("Strength: Layer 4 found nothing to learn that helps", Judge(BuiltInProfiles.Notebook, withOracle: false)[0], StringComparison.Ordinal);

    [Fact]
    public void Of_StargazersWithoutOracle_SaysItLearnedSomething() =>
        Assert.StartsWith("Strength: Layer 4 learned something", Judge(BuiltInProfiles.Stargazers, withOracle: false)[0], StringComparison.Ordinal);

    private static IReadOnlyList<string> Judge(SimulationProfile profile, bool withOracle)
    {
        var simulator = new Simulator(profile, 42);
        var split = Split.ByTime(simulator.ToLog(), 0.8);
        var model = Layer4Trainer.Train(split.Train, new(), RandomStream.FromSeed(1), new()).Model;
        var truth = Oracle.For(simulator, split.TestRows);
        IReadOnlyList<Judge> predictions =
            [.. new IRecommender[] { MeanBaseline.Global(split.Train), MeanBaseline.ByUser(split.Train), model }.Select(judge => new ModelJudge(judge))];
        var oracle = withOracle ? new RowPredictions(Evaluator.OracleName, truth.ExpectedStrengths, truth.ClassProbabilities) : null;
        return Evaluator.Evaluate(split.Test, split.Train, predictions, oracle, (split.Description, new(), RandomStream.FromSeed(2))).Verdict!.Sentences;
    }
}
