namespace PoppyUniverse.Interactions;

public sealed partial class Catalog
{
    /// <summary>
    /// The stargazers' catalog: Star (spectral types O B A F G K M), Planet (four kinds), Moon (by the ten bodies they
    /// circle). 3 types, 21 values, in the order the Poppy Universe engine expects.
    /// </summary>
    public static Catalog PoppyUniverse { get; } = new(
    [
        ("Star", ["O", "B", "A", "F", "G", "K", "M"]),
        ("Planet", ["Terrestrial", "Gas Giant", "Ice Giant", "Dwarf Planet"]),
        ("Moon", ["Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune", "Pluto", "Eris", "Haumea", "Makemake"]),
    ]);

    /// <summary>
    /// The catalog of the categories a log was seen to use. When all of them are the stargazers', it is
    /// <see cref="PoppyUniverse"/>, so that a value nobody picked yet keeps its column; otherwise types and their
    /// values stand in ordinal order.
    /// </summary>
    public static Catalog FromObserved(IEnumerable<(string Type, string Value)> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        var seen = categories.ToList();
        return seen.TrueForAll(category => PoppyUniverse.IndexOf(category.Type, category.Value) >= 0)
            ? PoppyUniverse
            : new(seen.GroupBy(category => category.Type, category => category.Value, StringComparer.Ordinal)
                .OrderBy(type => type.Key, StringComparer.Ordinal)
                .Select(type => (type.Key, (IReadOnlyList<string>)[.. type.Order(StringComparer.Ordinal)])));
    }
}
