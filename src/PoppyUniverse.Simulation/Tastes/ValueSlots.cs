using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// Where each value stands in columns over values: the values of a type are neighbors and start at a whole vector of 16,
/// so a type is read without touching another.
/// </summary>
internal sealed class ValueSlots
{
    /// <summary>Floats of a vector.</summary>
    public const int Width = 16;

    private readonly int[] _firstOfType;
    private readonly int[] _slotOfValue;

    public ValueSlots(Catalog catalog)
    {
        _firstOfType = new int[catalog.TypeCount + 1];
        _slotOfValue = new int[catalog.ValueCount];
        for (var type = 0; type < catalog.TypeCount; type++)
        {
            var (first, count) = catalog.ValuesOf(type);
            for (var v = 0; v < count; v++)
                _slotOfValue[first + v] = _firstOfType[type] + v;
            _firstOfType[type + 1] = _firstOfType[type] + ((count + Width - 1) / Width * Width);
        }
    }

    /// <summary>Slots in all, a multiple of <see cref="Width"/>.</summary>
    public int Count => _firstOfType[^1];

    /// <summary>Slot of a value.</summary>
    public int this[int value] => _slotOfValue[value];

    /// <summary>First slot of a type, and its slots: values, then unused ones up to a whole vector.</summary>
    public (int First, int Count) Of(int type) => (_firstOfType[type], _firstOfType[type + 1] - _firstOfType[type]);
}
