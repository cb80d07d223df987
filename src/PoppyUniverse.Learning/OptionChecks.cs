using System.Collections;

namespace PoppyUniverse.Learning;

/// <summary>Collects everything that is wrong with some options.</summary>
/// <param name="prefix">Stands before each name.</param>
internal sealed class OptionChecks(string prefix = "") : IEnumerable<string>
{
    private readonly List<string> _found = [];

    /// <summary>Notes a violation.</summary>
    public void Add(string violation) => _found.Add(prefix + violation);

    /// <summary>Notes a number outside its range; NaN is outside every range.</summary>
    public void Between(string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high))
            Add(FormattableString.Invariant($"{name} is {value}; expected {low} to {high}."));
    }

    public IEnumerator<string> GetEnumerator() => _found.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
