using System.Text.Json;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Peers.Tests;

/// <summary>The metrics against scikit-learn's, on predictions that both are given.</summary>
public sealed class ScikitLearnTests
{
    private const string File = "metrics.json";
    private const float Grain = 1 << 16;

    // probabilities are single precision here; sums are double
    private const double Tolerance = 1e-9;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "ScikitLearn");

    public static TheoryData<string> Names => [.. Read(Folder).Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Metrics_OfKnownPredictions_AreThoseOfScikitLearn(string name)
    {
        var kept = Read(Folder)[name];
        var (test, model) = (Test(kept), new KeptModel(kept));
        var report = Evaluator.Evaluate(test, null, [new ModelJudge(model)], null, (name, new() { Resamples = 100 }, RandomStream.FromSeed(1)));
        foreach (var (key, value) in kept.Metrics)
            Assert.True(Math.Abs(report[model.Name].Metrics[key].Value - value) < Tolerance, $"{key}: {report[model.Name].Metrics[key].Value}, scikit-learn {value}");
    }

    [Fact]
    public void Metrics_OfTheReport_AreAllChecked()
    {
        var known = Read(Folder).Values.SelectMany(kept => kept.Metrics.Keys).ToHashSet();
        Assert.All(Evaluation.Metrics.Metric.All, metric => Assert.Contains(metric.Key, known));
    }

    [Fact]
    public void File_MadeAgain_IsTheOneThatIsKept()
    {
        Assert.SkipUnless(Python.Has("sklearn"), "python3-sklearn is not installed; the kept metrics were not made again.");
        var folder = Directory.CreateTempSubdirectory("poppy-metrics-").FullName;
        try
        {
            Assert.Equal(0, Python.Run(Path.Combine(Folder, "make_metrics.py"), folder));
            var (kept, made) = (Read(Folder), Read(folder));
            foreach (var name in kept.Keys)
            {
                Assert.Equal(kept[name].Choices, made[name].Choices);
                Assert.Equal(kept[name].Classes, made[name].Classes);
                foreach (var (key, value) in kept[name].Metrics)
                    Assert.Equal(value, made[name].Metrics[key], 1e-12);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, Kept> Read(string folder) =>
        JsonSerializer.Deserialize<Dictionary<string, Kept>>(System.IO.File.ReadAllText(Path.Combine(folder, File)), JsonSerializerOptions.Web)!;

    private static InteractionLog Test(Kept kept)
    {
        var (columns, rows) = (new InteractionColumns(), kept.Strength?.Length ?? kept.Picked!.Length);
        for (var row = 0; row < rows; row++)
            columns.Append(new(row, kept.Picked?[row] ?? 0, (byte)(kept.Strength?[row] ?? Interaction.MissingStrength), row));
        return new(Catalog.PoppyUniverse, IdMap.Range(1, rows), columns);
    }

    /// <summary>Predictions for each row, in units of 2⁻¹⁶, and what scikit-learn makes of them.</summary>
    private sealed record Kept(int[]? Strength, int[]? Classes, int[]? Expected, int[]? Picked, int[]? Choices, Dictionary<string, double> Metrics);

    /// <summary>Answers user i with the predictions of row i.</summary>
    private sealed class KeptModel(Kept kept) : IRecommender
    {
        public string Name => "kept";

        public Catalog Catalog => Catalog.PoppyUniverse;

        public IdMap Users { get; } = IdMap.Range(1, kept.Strength?.Length ?? kept.Picked!.Length);

        public LogStatistics Statistics => throw new NotSupportedException();

        public PredictionTargets Targets => kept.Choices is null ? PredictionTargets.Strength | PredictionTargets.Class : PredictionTargets.Choice;

        public void Score(ScoringRows rows, Predictions predictions)
        {
            const int Classes = Interaction.StrengthClasses;
            for (var i = 0; i < rows.Count; i++)
            {
                var user = rows.UserIndices[i];
                if (!predictions.ChoiceProbabilities.IsEmpty)
                    predictions.ChoiceProbabilities[i] = kept.Choices![(user * Catalog.ValueCount) + rows.ValueIndices[i]] / Grain;
                if (!predictions.ExpectedStrengths.IsEmpty)
                    predictions.ExpectedStrengths[i] = kept.Expected![user] / Grain;
                for (var c = 0; c < Classes && !predictions.ClassProbabilities.IsEmpty; c++)
                    predictions.ClassProbabilities[(i * Classes) + c] = kept.Classes![(user * Classes) + c] / Grain;
            }
        }
    }
}
