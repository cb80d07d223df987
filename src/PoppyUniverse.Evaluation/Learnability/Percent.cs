using System.Globalization;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>Shares in words.</summary>
internal static class Percent
{
    /// <summary>One decimal, but two below one percent.</summary>
    public static string Of(double share) => share.ToString(Math.Abs(share) < 0.01 ? "P2" : "P1", CultureInfo.InvariantCulture);
}
