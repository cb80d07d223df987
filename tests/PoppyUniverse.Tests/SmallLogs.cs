using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests;

/// <summary>Logs made by hand, over the stargazers' catalog.</summary>
internal static class SmallLogs
{
    /// <summary>A log of rows 0, 1, … as a function gives them; users 1, 2, … up to the largest index used.</summary>
    public static InteractionLog Make(int rows, Func<int, Interaction> row)
    {
        var columns = new InteractionColumns();
        var users = 0;
        for (var i = 0; i < rows; i++)
        {
            columns.Append(row(i));
            users = Math.Max(users, row(i).UserIndex + 1);
        }

        return new(Catalog.PoppyUniverse, IdMap.Range(1, users), columns);
    }
}
