using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class GradientTests
{
    // Gradients of a mean over rows are sums of products near 1; a difference below this is float rounding.
    private const double Tolerance = 2e-5;

    public static TheoryData<PredictionTargets, int[]> Networks => new()
    {
        { PredictionTargets.Strength, [8] },
        { PredictionTargets.Class, [7, 5] },
        { PredictionTargets.Strength | PredictionTargets.Class, [20, 9, 3] },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Accumulate_EveryParameter_AgreesWithCentralDifferencesOfTheReference(PredictionTargets targets, int[] hidden)
    {
        var options = new Layer4Options { Targets = targets, Hidden = hidden, Lanes = 3, Embeddings = new() { User = 5, Type = 3, Value = 4, Hour = 2, Day = 2 } };
        var rows = Rows();
        var parameters = Perturbed(options, users: 6);
        var gradients = Layer4Gradients.Of(options, parameters, rows);
        var checks = 0;
        foreach (var (tensor, gradient) in parameters.All.Zip(gradients.All))
        {
            for (var i = 0; i < tensor.Data.Length; i += 1 + (tensor.Data.Length / 40))
            {
                Assert.True(
                    Math.Abs(Difference(options, parameters, rows, tensor, i) - gradient.Data[i]) < Tolerance,
                    $"{tensor.Name}[{i}]: {Difference(options, parameters, rows, tensor, i)} by differences, {gradient.Data[i]} by the kernels");
                checks++;
            }
        }

        Assert.True(checks > 200);
    }

    // A central difference of the double-precision reference at the float parameters. The step is small, so that hardly
    // any of the rows lies so near a ReLU's corner that the difference straddles it.
    private static double Difference(Layer4Options options, Layer4Parameters parameters, Interaction[] rows, NamedTensor tensor, int i)
    {
        const float Step = 1f / (1 << 17);
        var at = tensor.Data[i];
        return (Loss(at + Step) - Loss(at - Step)) / ((double)(at + Step) - (at - Step));

        double Loss(float entry)
        {
            tensor.Data[i] = entry;
            var loss = Layer4Reference.Loss(parameters, options, Catalog.PoppyUniverse, rows);
            tensor.Data[i] = at;
            return loss;
        }
    }

    private static Interaction[] Rows() =>
    [
        .. Enumerable.Range(0, 150).Select(i => new Interaction(
            (i % 7) - 1, ((i * 5) % 22) - 1, (byte)(1 + ((i * 3) % 5)), i * 7_919L * 60_000_000)),
    ];

    private static Layer4Parameters Perturbed(Layer4Options options, int users)
    {
        var parameters = Layer4Parameters.Initial(options, users, Catalog.PoppyUniverse, RandomStream.FromSeed(3));
        foreach (var tensor in parameters.All)
        {
            var draws = RandomStream.FromSeed(4).Split(tensor.Name).Sequence();
            foreach (ref var entry in tensor.Data.AsSpan())
                entry += (float)(0.6 * (draws.NextDouble() - 0.5));
        }

        return parameters;
    }
}
