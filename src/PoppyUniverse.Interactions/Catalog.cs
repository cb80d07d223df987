namespace PoppyUniverse.Interactions;

/// <summary>
/// What can be recommended: category types, each with its values, in a fixed order. A value is known by its type and
/// its name together (two types may use one name); its index counts through all types in order.
/// Immutable; equal when types, values and order are equal.
/// </summary>
public sealed partial class Catalog : IEquatable<Catalog>
{
    private readonly string[] _types;
    private readonly string[] _values;
    private readonly int[] _typeOfValue;
    private readonly int[] _firstValue;
    private readonly Dictionary<string, int> _typeIndices = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Type, string Value), int> _valueIndices = [];

    /// <summary>A catalog of types with their values, in the order given.</summary>
    /// <exception cref="ArgumentException">
    /// No type; a type without values; an empty name; a type named twice; a value named twice within its type.
    /// </exception>
    public Catalog(IEnumerable<(string Type, IReadOnlyList<string> Values)> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        var all = types.ToList();
        if (all.Count == 0)
            throw new ArgumentException("A catalog needs at least one type.", nameof(types));
        _types = new string[all.Count];
        _firstValue = new int[all.Count + 1];
        _values = new string[all.Sum(type => type.Values.Count)];
        _typeOfValue = new int[_values.Length];
        var next = 0;
        for (var t = 0; t < all.Count; t++)
        {
            var (name, values) = all[t];
            Require(name.Length > 0, $"Type {t + 1} has an empty name.");
            Require(values.Count > 0, $"Type '{name}' has no values.");
            Require(_typeIndices.TryAdd(name, t), $"Type '{name}' is named twice.");
            _types[t] = name;
            _firstValue[t] = next;
            foreach (var value in values)
            {
                Require(value.Length > 0, $"Type '{name}' has a value with an empty name.");
                Require(_valueIndices.TryAdd((t, value), next), $"Type '{name}' names the value '{value}' twice.");
                _values[next] = value;
                _typeOfValue[next++] = t;
            }
        }

        _firstValue[^1] = next;

        static void Require(bool holds, string otherwise)
        {
            if (!holds)
                throw new ArgumentException(otherwise, nameof(types));
        }
    }

    /// <summary>Type names, in order.</summary>
    public IReadOnlyList<string> Types => _types;

    /// <summary>Value names, in order; not unique across types.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>Number of types T.</summary>
    public int TypeCount => _types.Length;

    /// <summary>Number of values V.</summary>
    public int ValueCount => _values.Length;

    /// <summary>Type index of each value, length V.</summary>
    public ReadOnlySpan<int> TypeOfValue => _typeOfValue;

    /// <summary>The value indices of a type, as a range: they are contiguous.</summary>
    public (int First, int Count) ValuesOf(int typeIndex) =>
        (_firstValue[typeIndex], _firstValue[typeIndex + 1] - _firstValue[typeIndex]);

    /// <summary>Index of a type, or -1 when the catalog has none of that name.</summary>
    public int IndexOfType(string type) => _typeIndices.GetValueOrDefault(type, -1);

    /// <summary>Index of a value, or -1 when the catalog has no such value of that type.</summary>
    public int IndexOf(string type, string value) =>
        _typeIndices.TryGetValue(type, out var t) ? _valueIndices.GetValueOrDefault((t, value), -1) : -1;

    /// <summary>How a value is told apart in a table: its name, or "Type: Name" when two types share the name.</summary>
    public string Label(int valueIndex)
    {
        var name = _values[valueIndex];
        var shared = Enumerable.Range(0, TypeCount).Count(t => _valueIndices.ContainsKey((t, name))) > 1;
        return shared ? $"{_types[_typeOfValue[valueIndex]]}: {name}" : name;
    }

    /// <inheritdoc/>
    public bool Equals(Catalog? other) =>
        other is not null && _types.AsSpan().SequenceEqual(other._types)
        && _values.AsSpan().SequenceEqual(other._values) && _firstValue.AsSpan().SequenceEqual(other._firstValue);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Catalog);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_types.Length, _values.Length, _types[0], _values[^1]);
}
