using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class GradientTests
{
    // Gradients of a mean over rows are sums of products near 1; a difference below this is float rounding.
    private const double Tolerance = 2e-5;
    private const int Users = 40; // some tiles have more than a block of them

    private static readonly EmbeddingSizes Sizes = new() { User = 5, Type = 3, Value = 4, Hour = 2, Day = 2 };

    private static readonly Interaction[] Rows =
    [
        .. Enumerable.Range(0, 150).Select(i => new Interaction(
            ((i * 7) % 41) - 1, ((i * 5) % 22) - 1, (byte)(1 + ((i * 3) % 5)), i * 7_919L * 60_000_000)),
    ];

    [Theory]
    [InlineData(PredictionTargets.Strength, 0, 8)]
    [InlineData(PredictionTargets.Class, 3, 7, 5)]
    [InlineData(PredictionTargets.Strength | PredictionTargets.Class, 18, 20, 9, 3)]
    [InlineData(PredictionTargets.Strength | PredictionTargets.Class, 0, 80, 40)]
    public void Accumulate_RatingNetwork_AgreesWithCentralDifferencesOfTheReference(PredictionTargets targets, int factors, params int[] hidden)
    {
        var options = new NetworkOptions { Hidden = hidden, Factors = factors, Embeddings = Sizes with { User = (hidden[0] + 1) / 2 }, TasteSweeps = 0 };
        var parameters = NetworkParameters.OfRating(options, Users, Catalog.PoppyUniverse);
        Perturb(parameters.All);
        var gradients = Layer4Gradients.OfRating(options, targets, parameters, Rows);
        Compare(parameters.All, gradients.All, () => Layer4Reference.RatingLoss(parameters, targets, Rows));
    }

    [Theory]
    [InlineData(64, 0, 8)]
    [InlineData(64, 5, 8, 6)]
    [InlineData(2, 5, 20)]
    public void Accumulate_ChoiceNetwork_AgreesWithCentralDifferencesOfTheReference(int fullSoftmaxValues, int factors, params int[] hidden)
    {
        var options = new ChoiceNetworkOptions { Hidden = hidden, Factors = factors, Embeddings = Sizes, VectorSize = 7, FullSoftmaxValues = fullSoftmaxValues, SampledValues = 9 };
        var rows = Rows.Where(row => row.ValueIndex >= 0).ToArray();
        var parameters = ChoiceParameters.Zeros(options, Users, Catalog.PoppyUniverse);
        Perturb(parameters.All);
        var (gradients, logWeights) = Layer4Gradients.OfChoice(options, parameters, rows);
        Assert.Equal(fullSoftmaxValues < Catalog.PoppyUniverse.ValueCount, logWeights is not null);
        Compare(parameters.All, gradients.All, () => Layer4Reference.ChoiceLoss(parameters, logWeights, rows));
    }

    private static void Compare(IEnumerable<NamedTensor> parameters, IEnumerable<NamedTensor> gradients, Func<double> loss)
    {
        var checks = 0;
        foreach (var (tensor, gradient) in parameters.Zip(gradients))
        {
            for (var i = 0; i < tensor.Data.Length; i += 1 + (tensor.Data.Length / 40))
            {
                var expected = Difference(tensor, i, loss);
                Assert.True(Math.Abs(expected - gradient.Data[i]) < Tolerance, $"{tensor.Name}[{i}]: {expected} by differences, {gradient.Data[i]} by the kernels");
                checks++;
            }
        }

        Assert.True(checks > 200);
    }

    // A central difference of the double-precision reference at the float parameters. The step is small, so that hardly
    // any of the rows lies so near a ReLU's corner that the difference straddles it.
    private static double Difference(NamedTensor tensor, int i, Func<double> loss)
    {
        const float Step = 1f / (1 << 20);
        var at = tensor.Data[i];
        tensor.Data[i] = at + Step;
        var up = loss();
        tensor.Data[i] = at - Step;
        var down = loss();
        tensor.Data[i] = at;
        return (up - down) / ((double)(at + Step) - (at - Step));
    }

    private static void Perturb(IEnumerable<NamedTensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            var draws = RandomStream.FromSeed(4).Split(tensor.Name).Sequence();
            foreach (ref var entry in tensor.Data.AsSpan())
                entry = (float)(0.8 * (draws.NextDouble() - 0.5));
        }
    }
}
