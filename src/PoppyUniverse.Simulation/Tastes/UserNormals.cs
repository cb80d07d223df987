using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>Standard normal numbers for the users of a block, the same for a user whatever block it is in.</summary>
internal static class UserNormals
{
    private const int WordsPerDraw = 4;

    /// <summary>
    /// So many numbers for each user, (users × width): user u has the draws from u · ⌈width / 4⌉ on, first words first.
    /// </summary>
    public static float[] Draw((int First, int Count) users, int width, RandomStream random)
    {
        var drawsPerUser = (width + WordsPerDraw - 1) / WordsPerDraw;
        var draws = users.Count * drawsPerUser;
        var padded = (draws + Vector512<uint>.Count - 1) / Vector512<uint>.Count * Vector512<uint>.Count;
        var words = new uint[WordsPerDraw * padded];
        random.Fill(
            (ulong)users.First * (ulong)drawsPerUser,
            words.AsSpan(0, draws), words.AsSpan(padded, draws), words.AsSpan(2 * padded, draws), words.AsSpan(3 * padded, draws));
        var quantiles = new float[words.Length];
        for (var i = 0; i < words.Length; i += Vector512<uint>.Count)
        {
            var (low, high) = Vector512.Widen(Vector512.Create<uint>(words.AsSpan(i)));
            Vector512.Narrow(PortableMath.NormalQuantile(Uniform.Of(low)), PortableMath.NormalQuantile(Uniform.Of(high))).CopyTo(quantiles.AsSpan(i));
        }

        var normals = new float[users.Count * width];
        for (var u = 0; u < users.Count; u++)
        {
            for (var k = 0; k < width; k++)
                normals[(u * width) + k] = quantiles[(k / drawsPerUser * padded) + (u * drawsPerUser) + (k % drawsPerUser)];
        }

        return normals;
    }
}
