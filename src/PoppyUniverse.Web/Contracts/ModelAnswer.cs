using PoppyUniverse.Learning;

namespace PoppyUniverse.Web.Contracts;

/// <summary>The model that answers.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Targets">What it predicts.</param>
/// <param name="Users">Users it knows.</param>
/// <param name="Rows">Interactions it learned from.</param>
/// <param name="Catalog">The categories it knows.</param>
/// <param name="NewInteractions">Interactions in the store that it has not learned from; they are folded in.</param>
/// <param name="StoredInteractions">Interactions in the store.</param>
/// <param name="Sha256">SHA-256 of its tensors.</param>
/// <param name="Created">When it was registered.</param>
/// <param name="Training">How it was trained; null where the model does not tell.</param>
public sealed record ModelAnswer(
    long Version, string Name, IReadOnlyList<string> Targets, int Users, long Rows, IReadOnlyList<CatalogType> Catalog, long NewInteractions, long StoredInteractions,
    string Sha256, DateTimeOffset Created, Layer4Record? Training);

/// <summary>A type with its values.</summary>
/// <param name="Type">Category type.</param>
/// <param name="Values">Its values, in order.</param>
public sealed record CatalogType(string Type, IReadOnlyList<string> Values);
