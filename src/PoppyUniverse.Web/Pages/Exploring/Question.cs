using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Web.Pages.Exploring;

/// <summary>What somebody asks on the page, as its form has it.</summary>
/// <param name="User">The user's id.</param>
/// <param name="At">The moment, in UTC.</param>
/// <param name="By">What values are ranked by.</param>
/// <param name="Type">Name of a type; empty for all.</param>
public sealed record Question(string User, DateTime At, RankBy By, string Type);
