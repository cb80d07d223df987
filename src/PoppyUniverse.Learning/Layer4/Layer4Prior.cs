using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>The best answer that knows nothing: mean Strength, and the logarithms of the (smoothed) class law.</summary>
internal static class Layer4Prior
{
    /// <summary>As outputs of the network.</summary>
    public static float[] Of(LogStatistics statistics)
    {
        var prior = new float[Layer4Parameters.Outputs];
        prior[0] = (float)statistics.MeanStrength;
        double rows = statistics.ClassCounts.Sum() + Interaction.StrengthClasses;
        for (var c = 0; c < Interaction.StrengthClasses; c++)
            prior[1 + c] = (float)PortableMath.Log((statistics.ClassCounts[c] + 1) / rows);
        return prior;
    }
}
