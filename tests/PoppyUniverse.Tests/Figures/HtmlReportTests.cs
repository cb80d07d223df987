using System.Text.RegularExpressions;
using System.Xml.Linq;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Learnability;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Figures.Html;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Figures;

public sealed class HtmlReportTests
{
    private const string Hostile = "<script>\"&'";

    [Fact]
    public void Render_EveryNumber_HasItsIntervalAndItsDefinition()
    {
        var report = Simulated();
        var page = HtmlReport.Render(report, []);
        foreach (var metric in Metric.All)
        {
            var value = report.Evaluation.Models.First(model => model.Metrics.ContainsKey(metric.Key)).Metrics[metric.Key];
            Assert.Contains(Cell(value), page, StringComparison.Ordinal);
            Assert.Contains($"<dt>{metric.Title}</dt>", page, StringComparison.Ordinal);
            Assert.Contains($"tabindex=\"0\">{metric.Title}<span class=\"tip\"", page, StringComparison.Ordinal); // by keyboard and touch
        }

        Assert.Contains("<h2>Use ", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("<h2>Use ", StringComparison.Ordinal) < page.IndexOf("What the data is", StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NamesFromALog_AreTextAndNothingElse()
    {
        var page = HtmlReport.Render(ChoiceOnly(), [new("f", Hostile, [1, 2], "") { DarkPng = [3] }]);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href|srcset)=\"(?!data:)", page);
        Assert.DoesNotMatch(@"url\(|@import|https?://", page);
        WellFormed(page);
    }

    [Fact]
    public void Render_ChoiceOnlyLog_ShowsNoStrength()
    {
        var page = HtmlReport.Render(ChoiceOnly(), []);
        Assert.Contains("How they compare", page, StringComparison.Ordinal); // no oracle, so no best possible
        Assert.DoesNotContain("RMSE", page, StringComparison.Ordinal);
        Assert.Contains("Use the user&#39;s own counts", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_TestedLog_SaysWhetherThereIsAnythingToLearn()
    {
        var report = ChoiceOnly();
        var learnability = LearnabilityCheck.Of(SmallLogs.Make(400, i => new(i % 8, i % 8, (byte)(1 + (i % 5)), i)));
        Assert.DoesNotContain("anything to learn?", HtmlReport.Render(report, []), StringComparison.Ordinal);
        var page = HtmlReport.Render(report with { Learnability = learnability }, []);
        Assert.Contains("<h2>Is there anything to learn?</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<h3>Choice: yes</h3>", page, StringComparison.Ordinal); // every user picks its own value
        Assert.Contains($"<p>{Markup.Text(learnability.Strength.Sentence)}</p>", page, StringComparison.Ordinal);
        WellFormed(page);
    }

    [Fact]
    public void Render_Leak_IsTheFirstThingThatIsSaid()
    {
        var test = SmallLogs.Make(1_000, i => new(i % 50, 0, (byte)(1 + (i * 7 % 5)), i));
        float[] flat = [.. Enumerable.Repeat(0.2f, 5_000)], three = [.. Enumerable.Repeat(3f, 1_000)];
        var evaluation = Evaluator.Evaluate(
            test, null, [new RowPredictions("global mean", three, flat) { Role = JudgeRole.Baseline }, new RowPredictions("Layer 4", [.. test.Rows().Select(row => (float)test.Strengths[row])], flat)],
            new("oracle", three, flat), ("x", new() { Resamples = 100 }, RandomStream.FromSeed(1)));
        var page = HtmlReport.Render(Report(test, evaluation), []);
        Assert.Contains("<section class=\"verdict leak\"><h2>Leak</h2><p>Leak: Layer 4 is better than any model can be", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Use ", page, StringComparison.Ordinal);
    }

    private static RunReport Simulated()
    {
        var simulator = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 6_000 }, 2);
        var log = simulator.ToLog();
        var split = Split.ByTime(log, 0.8);
        var truth = Oracle.For(simulator, split.TestRows);
        IEnumerable<IRecommender> models = [.. MeanBaseline.All(split.Train), .. CountBaseline.All(split.Train)];
        return Report(log, Evaluator.Evaluate(
            split.Test, split.Train, [.. models.Select(model => new ModelJudge(model))],
            new(Evaluator.OracleName, truth.ExpectedStrengths, truth.ClassProbabilities, ChoiceOutcomes.OfRanks(truth.ChoiceProbabilities, truth.ChoiceRanks)),
            ("time:0.8", new() { Resamples = 100 }, RandomStream.FromSeed(1))));
    }

    private static RunReport ChoiceOnly()
    {
        var catalog = new Catalog([(Hostile, [Hostile, "b", "c"]), ("t", ["d", "e", "f", "g"])]);
        var columns = new InteractionColumns();
        for (var i = 0; i < 600; i++)
            columns.Append(new(i % 6, i % 11 == 0 ? i % 7 : i % 6, Interaction.MissingStrength, i));
        var log = new InteractionLog(catalog, IdMap.Range(1, 6), columns);
        var split = Split.ByTime(log, 0.8);
        return Report(log, Evaluator.Evaluate(
            split.Test, split.Train, [new ModelJudge(CountBaseline.Popularity(split.Train)), new ModelJudge(CountBaseline.UserCounts(split.Train))], null, ("time:0.8", new() { Resamples = 100 }, RandomStream.FromSeed(1))));
    }

    private static RunReport Report(InteractionLog log, EvaluationReport evaluation) => new()
    {
        Title = Hostile,
        Command = "poppy run",
        Data = LogSummary.Of(log),
        Training = new([new(0, null, 1)], 0, 1, 1),
        Evaluation = evaluation,
        Sha256 = new Dictionary<string, string> { ["data"] = "00" },
        Seconds = new Dictionary<string, double> { ["train"] = 1 },
    };

    private static string Cell(MetricValue value) =>
        $">{Markup.Number(value.Value)}{(value.Low is { } low ? $"<small>{Markup.Number(low)} to {Markup.Number(value.High!.Value)}</small>" : "")}</td>";

    // What a browser would forgive, an XML reader does not.
    private static void WellFormed(string page)
    {
        var body = Regex.Replace(page, "<!DOCTYPE[^>]*>|<meta[^>]*>|<style>.*?</style>", "", RegexOptions.Singleline);
        body = Regex.Replace(body, "<(img|source)([^>]*)>", "<$1$2/>");
        Assert.NotNull(XDocument.Parse(body).Root);
    }
}
