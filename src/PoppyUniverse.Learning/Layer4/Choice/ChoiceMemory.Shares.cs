using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

// What the laws are worth beside a network's probabilities.
public sealed partial class ChoiceMemory
{
    /// <summary>
    /// The shares of the laws in a mixture with a network's probabilities that explain what was picked best: expectation and
    /// maximization (Dempster, Laird and Rubin, 1977); and the mixture's mean −ln of what was picked. The flat law is for
    /// values that hardly anybody has picked yet; it has a share only if it gains more than a number costs (Akaike, "A new look at
    /// the statistical model identification", 1974).
    /// </summary>
    internal (ChoiceShares Shares, double Loss) BestShares(InteractionLog log, float[] network, ICollective ranks)
    {
        double[] ever = ranks.AllGather<double>([.. log.Rows().Select(row => Probability(log.UserIndices[row], log.ValueIndices[row]))]);
        double[] now = ranks.AllGather<double>([.. log.Rows().Select(row => Probability(log.UserIndices[row], log.ValueIndices[row], log[row].Slot))]);
        network = ranks.AllGather<float>(network);
        var (without, with) = (Mixture(ever, now, network, new(1 / 3.0, 1 / 3.0, 0)), Mixture(ever, now, network, new(1 / 4.0, 1 / 4.0, 1 / 4.0)));
        return (without.Loss - with.Loss) * network.Length > 1 ? with : without;
    }

    // A share that begins at 0 stays there.
    private (ChoiceShares Shares, double Loss) Mixture(double[] ever, double[] now, float[] network, ChoiceShares shares)
    {
        const int Rounds = 50;
        var loss = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            var (sumEver, sumNow, sumAny) = (0.0, 0.0, 0.0);
            loss = 0;
            for (var row = 0; row < ever.Length; row++)
            {
                var (ofEver, ofNow, ofAny) = (shares.Ever * ever[row], shares.Now * now[row], shares.Any / _popularity.Length);
                var all = ofEver + ofNow + ofAny + (shares.Network * network[row]);
                (sumEver, sumNow, sumAny) = (sumEver + (ofEver / all), sumNow + (ofNow / all), sumAny + (ofAny / all));
                loss -= PortableMath.Log(all);
            }

            shares = new(sumEver / ever.Length, sumNow / ever.Length, sumAny / ever.Length);
        }

        return (shares, loss / ever.Length);
    }
}
