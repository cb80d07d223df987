using PoppyUniverse.Learning.Kernels;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning.FoldingIn;

/// <summary>
/// How a network's users differ: the root mean square of what each number of a user's row is away from that of the unknown
/// user. A new user is drawn from there (empirical Bayes).
/// </summary>
internal sealed unsafe class UserPrior
{
    private const int MostUsers = 4_096;

    /// <summary>The prior of a network's trained users; of some thousands, evenly spread, when there are more.</summary>
    public UserPrior(FinishedNetwork network, long[] userCounts)
    {
        var width = network.Shape.UserRow;
        var (squares, users) = (new double[width], 0);
        var unknown = network.User(network.UserCount);
        for (var user = 0; user < userCounts.Length; user += Math.Max(1, userCounts.Length / MostUsers))
        {
            if (userCounts[user] == 0)
                continue;
            users++;
            for (var i = 0; i < width; i++)
            {
                double away = network.User(user)[i] - unknown[i];
                squares[i] += away * away;
            }
        }

        Deviations = new(width);
        for (var i = 0; i < width && users > 0; i++)
            Deviations.Span[i] = (float)Math.Sqrt(squares[i] / users);
    }

    /// <summary>(UserRow); 0 where all users are alike.</summary>
    public AlignedFloats Deviations { get; }
}
