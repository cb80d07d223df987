using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Exporting;

namespace PoppyUniverse.Peers.Tests;

/// <summary>Exported models give ONNX Runtime the answers they give us.</summary>
public sealed class OnnxRuntimeTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private const int Rows = 300;

    private readonly string _folder = Directory.CreateTempSubdirectory("poppy-onnx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(PredictionTargets.Strength, 32)]
    [InlineData(PredictionTargets.Class, 0)]
    [InlineData(PredictionTargets.Strength | PredictionTargets.Class, 32)]
    public void Rating_AnyTarget_AnswersTheSame(PredictionTargets targets, int factors)
    {
        var model = Train(new() { Targets = targets, Rating = new() { Epochs = 2, Factors = factors } });
        var path = Path.Combine(_folder, "model.onnx");
        Assert.Equal([path], OnnxExporter.Write(model, path));
        var (users, values, slots, scores) = Score(model);
        var answers = Run(path, ("user", users), ("value", values), ("hour", [.. slots.Select(slot => slot.Hour)]), ("day", [.. slots.Select(slot => slot.Day)]));
        Assert.Equal(targets.HasFlag(PredictionTargets.Class) ? ["class_probabilities", "strength"] : ["strength"], answers.Keys.Order());
        Close(scores.ExpectedStrengths, answers["strength"]);
        if (targets.HasFlag(PredictionTargets.Class))
            Close(scores.ClassProbabilities, answers["class_probabilities"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    public void Choice_MixedWithCountsAndAFlatLaw_AnswersTheSame(double anyValue)
    {
        var model = WithFlatLaw(anyValue, Train(new() { Targets = PredictionTargets.Strength | PredictionTargets.Choice, Rating = new() { Epochs = 1 }, Choice = new() { Epochs = 3 } }));
        Assert.True(model.Record.Choice!.Calibration is { Memory: > 0, TimedMemory: > 0 });
        var files = OnnxExporter.Write(model, Path.Combine(_folder, "model.onnx"));
        Assert.Equal(["model.onnx", "model.choice.onnx"], files.Select(Path.GetFileName));
        var (users, values, slots, scores) = Score(model);
        var answers = Run(files[1], ("user", users), ("hour", [.. slots.Select(slot => slot.Hour)]), ("day", [.. slots.Select(slot => slot.Day)]))["choice_probabilities"];
        for (var row = 0; row < Rows; row++)
        {
            var all = answers.AsSpan(row * model.Catalog.ValueCount, model.Catalog.ValueCount);
            Assert.Equal(1, all.ToArray().Sum(), 1e-4);
            if (values[row] != IdMap.Unknown)
                Assert.Equal(scores.ChoiceProbabilities[row], all[values[row]], Tolerance);
        }
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes()
    {
        var model = Train(new() { Rating = new() { Epochs = 1 } });
        foreach (var name in (string[])["a.onnx", "b.onnx"])
            OnnxExporter.Write(model, Path.Combine(_folder, name));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "a.onnx")), File.ReadAllBytes(Path.Combine(_folder, "b.onnx")));
    }

    private static Layer4Model WithFlatLaw(double share, Layer4Model model)
    {
        var choice = model.Record.Choice!;
        var record = model.Record with { Choice = choice with { Calibration = choice.Calibration with { AnyValue = share } } };
        return new(model.Options, model.Catalog, model.Users, model.Parameters, (model.Statistics, record));
    }

    private static Layer4Model Train(Layer4Options options) =>
        Layer4Trainer.Train(new Simulator(BuiltInProfiles.Stargazers with { Interactions = 3_000 }, 2).ToLog(), options, RandomStream.FromSeed(3), new()).Model;

    // every hour and day, known and unknown users and values
    private static (int[] Users, int[] Values, TimeSlot[] Slots, PredictionBuffer Scores) Score(Layer4Model model)
    {
        int[] users = [.. Enumerable.Range(0, Rows).Select(i => (i % 40) - 1)], values = [.. Enumerable.Range(0, Rows).Select(i => (i % 22) - 1)];
        TimeSlot[] slots = [.. Enumerable.Range(0, Rows).Select(i => new TimeSlot((byte)(i % TimeSlot.Count)))];
        var scores = new PredictionBuffer(Rows, model.Targets);
        model.Score(new(users, values, slots), scores.All);
        return (users, values, slots, scores);
    }

    private static Dictionary<string, float[]> Run(string path, params (string Name, int[] Cells)[] inputs)
    {
        using var session = new InferenceSession(path);
        Assert.Equal(inputs.Select(input => input.Name).Order(), session.InputMetadata.Keys.Order());
        using var outputs = session.Run([.. inputs.Select(input => NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<long>(input.Cells.Select(cell => (long)cell).ToArray(), [Rows])))]);
        return outputs.ToDictionary(output => output.Name, output => output.AsEnumerable<float>().ToArray());
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}
