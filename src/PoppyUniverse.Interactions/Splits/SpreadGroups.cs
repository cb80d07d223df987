namespace PoppyUniverse.Interactions.Splits;

/// <summary>
/// Groups of users in a fixed order, spread over processes: each has a log of the rows of some groups. What is cut then
/// does not depend on which process has which.
/// </summary>
/// <param name="Count">Number of groups of all processes.</param>
/// <param name="GroupOf">The group of a user of this process's log, 0 to Count − 1.</param>
/// <param name="Sum">Adds up whole numbers over all processes, entry by entry; called by all of them.</param>
public sealed record SpreadGroups(int Count, Func<int, int> GroupOf, Func<long[], long[]> Sum);
