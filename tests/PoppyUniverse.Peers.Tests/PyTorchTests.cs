using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer4;
using PoppyUniverse.Tests.Learning.Layer4;

namespace PoppyUniverse.Peers.Tests;

/// <summary>Layer 4 against PyTorch: the same weights and rows give the same outputs, loss, gradients and training curve.</summary>
public sealed class PyTorchTests
{
    private const double GradientTolerance = 1e-5;
    private const double CurveTolerance = 1e-4;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Goldens");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_OfEveryRow_AreThoseOfPyTorch(string name)
    {
        var golden = Read(name);
        var (start, scale, rows) = (golden.Start(), golden.Outputs.Max(Math.Abs), golden.Interactions);
        var shape = golden.IsChoice ? NetworkShape.ForQueries((ChoiceNetworkOptions)golden.Options) : NetworkShape.ForRating(golden.Options, Catalog.PoppyUniverse);
        var tiles = new ScoringTiles(new(shape, start.Network));
        ScoringRows asked = new([.. rows.Select(row => row.UserIndex)], [.. rows.Select(row => row.ValueIndex)], [.. rows.Select(row => row.Slot)]);
        while (tiles.Next(asked))
        {
            for (var i = 0; i < tiles.Count; i++)
            {
                for (var o = 0; o < shape.Outputs; o++)
                    Assert.Equal(golden.Outputs[((tiles.First + i) * shape.Outputs) + o], Output(tiles, (i * shape.OutputWidth) + o), GradientTolerance * scale);
            }
        }

        static unsafe float Output(ScoringTiles tiles, int place) => tiles.Outputs[place];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_OfEveryParameter_AreThoseOfPyTorch(string name)
    {
        var golden = Read(name);
        INetworkParameters gradients = golden.IsChoice
            ? Layer4Gradients.OfChoice((ChoiceNetworkOptions)golden.Options, (ChoiceParameters)golden.Start(), golden.Interactions).Gradients
            : Layer4Gradients.OfRating(golden.Options, golden.PredictionTargets, (NetworkParameters)golden.Start(), golden.Interactions);
        foreach (var tensor in gradients.All)
        {
            var expected = golden.Gradients[tensor.Name];
            var scale = Math.Max(1e-3, expected.Max(Math.Abs));
            for (var i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - tensor.Data[i]) <= GradientTolerance * scale, $"{tensor.Name}[{i}]: {tensor.Data[i]}, PyTorch {expected[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_FiftySteps_FollowsTheCurveOfPyTorch(string name)
    {
        var golden = Read(name);
        var columns = new InteractionColumns();
        foreach (var row in golden.Interactions.Where(row => row.UserIndex >= 0 && row.ValueIndex >= 0))
            columns.Append(row);
        var log = new InteractionLog(Catalog.PoppyUniverse, IdMap.Range(1, golden.Users), columns);
        var layer4 = new Layer4Options { Targets = golden.PredictionTargets, Lanes = Layer4Gradients.Lanes };
        var ranks = Ranks.Alone(LogStatistics.Of(log), layer4.Lanes);
        var choices = layer4 with { Choice = golden.Options as ChoiceNetworkOptions ?? layer4.Choice };
        var kind = golden.IsChoice
            ? (INetworkKind)new ChoiceKind(choices, RandomStream.FromSeed(1), (1, ranks))
            : new RatingKind(layer4 with { Rating = golden.Options }, RandomStream.FromSeed(1), (1, ranks));
        using var training = kind.Open(log, null, golden.Start(), 1);
        for (var step = 0; step < golden.Curve.Length; step++)
        {
            training.StartEpoch(step + 1);
            var loss = training.Step(0, StepSignals.None).Loss;
            Assert.Equal(golden.Curve[step], loss, CurveTolerance * golden.Curve[step]);
        }
    }

    [Fact]
    public void Goldens_MadeAgain_AreTheFilesThatAreKept()
    {
        Assert.SkipUnless(Python.Has("torch"), "python3-torch is not installed; the kept goldens were not made again.");
        var folder = Directory.CreateTempSubdirectory("poppy-goldens-").FullName;
        try
        {
            Assert.Equal(0, Python.Run(Path.Combine(Folder, "make_goldens.py"), folder));
            foreach (var name in Names.Select(row => row.Data))
            {
                var (kept, made) = (Read(name), Golden.Read(Path.Combine(folder, name + ".json")));
                Assert.Equal(kept.Rows, made.Rows);
                Near(kept.Outputs, made.Outputs);
                Near(kept.Curve, made.Curve);
                foreach (var (tensor, gradient) in kept.Gradients)
                    Near(gradient, made.Gradients[tensor]);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Golden Read(string name) => Golden.Read(Path.Combine(Folder, name + ".json"));

    private static void Near(double[] kept, double[] made) =>
        Assert.All(kept.Zip(made), pair => Assert.Equal(pair.First, pair.Second, 1e-6 + (1e-5 * Math.Abs(pair.First))));
}
