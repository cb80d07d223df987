using System.Globalization;
using System.Runtime.InteropServices;

namespace PoppyUniverse.Interactions;

/// <summary>
/// Builds a log from rows as a file has them: ids and names as text. Users get indices by id order and values by
/// catalog order when the log is built, so the result depends on the rows alone, not on the order of first use.
/// </summary>
/// <param name="catalog">
/// The catalog to use; null takes the categories seen (<see cref="Catalog.FromObserved"/>).
/// </param>
public sealed class InteractionLogBuilder(Catalog? catalog = null) : IInteractionSink
{
    private readonly InteractionColumns _columns = new();
    private readonly Dictionary<long, int> _integerUsers = [];
    private readonly Dictionary<string, int> _stringUsers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), int> _values = [];
    private readonly List<(string Type, string Value)> _seen = [];
    private bool _usersAreStrings;

    /// <summary>Rows so far.</summary>
    public long Count => _columns.UserIndices.Count;

    /// <summary>Whether the catalog given has this category; always true when none was given.</summary>
    public bool Accepts(string type, string value) => catalog is null || catalog.IndexOf(type, value) >= 0;

    /// <summary>Adds a row.</summary>
    /// <param name="user">User id: a non-negative integer or any other non-empty text.</param>
    /// <param name="type">Category type.</param>
    /// <param name="value">Category value.</param>
    /// <param name="strength">1–5, or <see cref="Interaction.MissingStrength"/>.</param>
    /// <param name="unixMicroseconds">Time.</param>
    /// <exception cref="ArgumentException">An empty id, a category outside the given catalog, a Strength above 5.</exception>
    public void Add(ReadOnlySpan<char> user, string type, string value, byte strength, long unixMicroseconds)
    {
        if (user.IsEmpty)
            throw new ArgumentException("The user id is empty.", nameof(user));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(strength, Interaction.StrongestStrength);
        _columns.Append(new(IndexOfUser(user), IndexOfValue(type, value), strength, unixMicroseconds));
    }

    /// <summary>The log of all rows added. The builder is spent: it may not be used again.</summary>
    /// <exception cref="InvalidOperationException">No row was added and no catalog was given.</exception>
    public InteractionLog Build()
    {
        if (catalog is null && _seen.Count == 0)
            throw new InvalidOperationException("A log without rows needs a catalog.");
        var finalCatalog = catalog ?? Catalog.FromObserved(_seen);
        var users = _usersAreStrings ? IdMap.OfStrings(_stringUsers.Keys) : IdMap.OfIntegers(_integerUsers.Keys);
        var userIndices = new int[users.Count];
        foreach (var (id, provisional) in _integerUsers)
            userIndices[provisional] = users.IndexOf(id);
        foreach (var (id, provisional) in _stringUsers)
            userIndices[provisional] = users.IndexOf(id);
        int[] valueIndices = [.. _seen.Select(category => finalCatalog.IndexOf(category.Type, category.Value))];
        _columns.UserIndices.Replace(provisional => userIndices[provisional]);
        _columns.ValueIndices.Replace(provisional => valueIndices[provisional]);
        return new(finalCatalog, users, _columns);
    }

    private int IndexOfUser(ReadOnlySpan<char> user)
    {
        if (!_usersAreStrings)
        {
            if (IdMap.TryParseInteger(user, out var integer))
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_integerUsers, integer, out var exists);
                return exists ? known : known = _integerUsers.Count - 1;
            }

            // The first id that is no plain integer: all ids are strings from here on, under the same indices.
            _usersAreStrings = true;
            foreach (var (id, provisional) in _integerUsers)
                _stringUsers.Add(id.ToString(CultureInfo.InvariantCulture), provisional);
            _integerUsers.Clear();
        }

        var lookup = _stringUsers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(user, out var index))
            lookup[user] = index = _stringUsers.Count;
        return index;
    }

    private int IndexOfValue(string type, string value)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_values, (type, value), out var exists);
        if (exists)
            return known;
        if (!Accepts(type, value))
        {
            _values.Remove((type, value));
            throw new ArgumentException($"The catalog has no value '{value}' of type '{type}'.", nameof(value));
        }

        _seen.Add((type, value));
        return known = _seen.Count - 1;
    }
}
