using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// What the rating network starts from: not from zero, but from the best additive answer, user + value, found in closed
/// form. What the network then learns comes on top, and where it learns nothing this answer remains.
/// </summary>
internal static class RatingStart
{
    /// <summary>Parameters to train, their biases those of <see cref="StrengthBiases"/> and <see cref="ClassBiases"/>.</summary>
    public static NetworkParameters Of(InteractionLog log, NetworkOptions options, (RandomStream Random, Ranks Ranks) run) =>
        Of(log, options, (new(log, run.Ranks.Collective), new(log, run.Ranks.Collective)), run);

    /// <summary>The same from biases that are known already.</summary>
    public static NetworkParameters Of(InteractionLog log, NetworkOptions options, (StrengthBiases Strengths, ClassBiases Classes) additive, (RandomStream Random, Ranks Ranks) run)
    {
        var start = NetworkParameters.OfRating(options, log.Users.Count, log.Catalog);
        start.Draw(run.Random, run.Ranks.UserPlace);
        var (strengths, classes) = additive;
        start.OutputBias.Data[0] = (float)strengths.Mean;
        classes.LogLaw.CopyTo(start.OutputBias.Data, 1);
        Fill(start.UserBias, strengths.Users, classes.Users);
        Fill(start.Value!.Bias, strengths.Values, classes.Values);
        return start;
    }

    private static void Fill(NamedTensor biases, double[] strengths, float[] classes)
    {
        const int Classes = Interaction.StrengthClasses;
        for (var group = 0; group < strengths.Length; group++)
        {
            var row = biases.Data.AsSpan(group * NetworkParameters.RatingOutputs);
            row[0] = (float)strengths[group];
            classes.AsSpan(group * Classes, Classes).CopyTo(row[1..]);
        }
    }
}
