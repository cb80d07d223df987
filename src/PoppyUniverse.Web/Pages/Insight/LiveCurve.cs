using PoppyUniverse.Learning;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Pages.Charts;

namespace PoppyUniverse.Web.Pages.Insight;

/// <summary>
/// The losses of a training under way. Each network is searched for its best epoch with rows held back, then trained once more
/// on all; an epoch that counts from the start again begins the next stage.
/// </summary>
internal static class LiveCurve
{
    /// <summary>A chart for each network that has begun: its name and lines.</summary>
    /// <param name="epochs">The epochs that ended, as the training's feed has them.</param>
    /// <param name="targets">What is learned: ratings come before choices.</param>
    public static IReadOnlyList<(string Name, IReadOnlyList<LineSeries> Lines)> Of(IReadOnlyList<TrainingStatus> epochs, PredictionTargets targets)
    {
        var (stages, charts) = (Stages(epochs), new List<(string, IReadOnlyList<LineSeries>)>());
        string[] names = [.. (targets & (PredictionTargets.Strength | PredictionTargets.Class)) != 0 ? (string[])["How much users like what they pick"] : [], "What users pick"];
        for (var stage = 0; stage < stages.Count; stage++)
        {
            var search = stages[stage];
            var again = stage + 1 < stages.Count && IsSearch(search) && !IsSearch(stages[stage + 1]) ? stages[++stage] : [];
            charts.Add((names[Math.Min(charts.Count, names.Length - 1)],
            [
                .. LineSeries.Of("on what it learns", "quiet", search.Select(epoch => (epoch.Epoch, epoch.TrainLoss))),
                .. LineSeries.Of("on what was held back", "model", search.Select(epoch => (epoch.Epoch, epoch.ValidationLoss))),
                .. LineSeries.Of("once more, on all of it", "other", again.Select(epoch => (epoch.Epoch, epoch.TrainLoss))),
            ]));
        }

        return charts;
    }

    private static List<List<TrainingStatus>> Stages(IReadOnlyList<TrainingStatus> epochs)
    {
        var stages = new List<List<TrainingStatus>>();
        foreach (var epoch in epochs)
        {
            if (stages.Count == 0 || epoch.Epoch <= stages[^1][^1].Epoch)
                stages.Add([]);
            stages[^1].Add(epoch);
        }

        return stages;
    }

    private static bool IsSearch(List<TrainingStatus> stage) => stage.Any(epoch => epoch.ValidationLoss is not null);
}
