using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Embeddings;

namespace PoppyUniverse.Web.Pages.Insight;

/// <summary>Values and users of a model in a plane.</summary>
/// <param name="Values">Each value: its index and where it lies.</param>
/// <param name="Users">Some users: index and direction.</param>
/// <param name="Shares">Share of the values' variance along each axis.</param>
internal sealed record EmbeddingMap(IReadOnlyList<(int Index, double X, double Y)> Values, IReadOnlyList<(int Index, double X, double Y)> Users, IReadOnlyList<double> Shares)
{
    /// <summary>The most users that are drawn.</summary>
    public const int MostUsers = 400;

    /// <summary>The most values that are drawn: those with the most interactions.</summary>
    public const int MostValues = 400;

    /// <summary>The map of a space: the plane of its values, and in it users who have interactions, evenly taken.</summary>
    public static EmbeddingMap Of(SharedSpace space, LogStatistics statistics)
    {
        var plane = PrincipalPlane.Of(space.Values, space.Dimensions);
        var values = Enumerable.Range(0, space.ValueCount).OrderByDescending(value => statistics.ValueCounts[value]).Take(MostValues).Order();
        int[] active = [.. Enumerable.Range(0, space.UserCount).Where(user => statistics.UserCounts[user] > 0)];
        var step = Math.Max(1, (active.Length + MostUsers - 1) / MostUsers);
        return new(
            [.. values.Select(value => At(value, plane.Project(space.Value(value))))],
            [.. active.Where((_, place) => place % step == 0).Select(user => At(user, plane.Direction(space.User(user))))],
            plane.Shares);
    }

    private static (int Index, double X, double Y) At(int index, (double X, double Y) place) => (index, place.X, place.Y);
}
