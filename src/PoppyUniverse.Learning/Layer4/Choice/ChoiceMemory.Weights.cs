using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

// What the two laws are worth beside a network's probabilities.
public sealed partial class ChoiceMemory
{
    /// <summary>
    /// The weights of the two laws in a mixture with other probabilities that explain what was picked best: expectation and
    /// maximization (Dempster, Laird and Rubin, 1977), together 0 to 1; and the mixture's mean −ln of what was picked.
    /// </summary>
    internal (double Ever, double Now, double Loss) BestWeights(InteractionLog log, float[] others, ICollective ranks)
    {
        const int Rounds = 50;
        double[] ever = ranks.AllGather<double>([.. log.Rows().Select(row => Probability(log.UserIndices[row], log.ValueIndices[row]))]);
        double[] now = ranks.AllGather<double>([.. log.Rows().Select(row => Probability(log.UserIndices[row], log.ValueIndices[row], log[row].Slot))]);
        others = ranks.AllGather<float>(others);
        var (weightEver, weightNow, loss) = (1 / 3.0, 1 / 3.0, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            var (sumEver, sumNow) = (0.0, 0.0);
            loss = 0;
            for (var row = 0; row < ever.Length; row++)
            {
                var (ofEver, ofNow) = (weightEver * ever[row], weightNow * now[row]);
                var all = ofEver + ofNow + ((1 - weightEver - weightNow) * others[row]);
                (sumEver, sumNow) = (sumEver + (ofEver / all), sumNow + (ofNow / all));
                loss -= PortableMath.Log(all);
            }

            (weightEver, weightNow) = (sumEver / ever.Length, sumNow / ever.Length);
        }

        return (weightEver, weightNow, loss / ever.Length);
    }
}
