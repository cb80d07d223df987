using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Predictions;

/// <summary>
/// The model's indices of what rows name. A value is known by type and name or, without a type, by its name alone when the
/// catalog has it once. Not thread-safe: it counts what is unknown.
/// </summary>
internal sealed class CandidateLookup(IRecommender model)
{
    private readonly Dictionary<string, int> _byName = model.Catalog.Values
        .Select((name, index) => (name, index)).GroupBy(value => value.name, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.Count() == 1 ? same.First().index : IdMap.Unknown, StringComparer.Ordinal);

    // rows of one category often follow each other, and readers pool their strings
    private (string Type, string Value, int Index) _last = ("", "", IdMap.Unknown);

    /// <summary>Rows so far whose user the model does not know.</summary>
    public long UnknownUsers { get; private set; }

    /// <summary>Rows so far whose value the model does not know, or, named without a type, knows in several types.</summary>
    public long UnknownValues { get; private set; }

    /// <summary>Index of a user.</summary>
    public int User(ReadOnlySpan<char> id) => Counted(model.Users.IndexOf(id));

    /// <summary>Index of a user whose id is a number.</summary>
    public int User(long id) => Counted(model.Users.IndexOf(id));

    /// <summary>Index of a value; an empty type stands for none.</summary>
    public int Value(string type, string value)
    {
        if (!ReferenceEquals(type, _last.Type) || !ReferenceEquals(value, _last.Value))
            _last = (type, value, type.Length == 0 ? _byName.GetValueOrDefault(value, IdMap.Unknown) : model.Catalog.IndexOf(type, value));
        UnknownValues += _last.Index == IdMap.Unknown ? 1 : 0;
        return _last.Index;
    }

    private int Counted(int user)
    {
        UnknownUsers += user == IdMap.Unknown ? 1 : 0;
        return user;
    }
}
