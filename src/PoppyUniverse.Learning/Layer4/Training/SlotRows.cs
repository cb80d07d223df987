using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// What a finished network makes of a value at an hour of the week, before the user comes in: value + (hour + day) through
/// the first layer, and value · ((1 + hour) · (1 + day)) of the product term. Rows to be scored ask for the same few again
/// and again, so the last ones are kept; they are the bits that <see cref="TileForward"/> computes for each row.
/// </summary>
internal sealed unsafe class SlotRows
{
    // a few hundred rows stay in the second-level cache
    private const int MostRows = 1024;

    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly AlignedFloats _rows;
    private readonly AlignedFloats _time;
    private readonly long[] _keys;
    private readonly int _width;
    private int _slot = -1;

    public SlotRows(NetworkShape shape, NetworkWeights weights)
    {
        (_shape, _weights, _width) = (shape, weights, shape.Hidden[0] + shape.FactorWidth);
        _keys = new long[Math.Min(MostRows, shape.Values + 1)];
        Array.Fill(_keys, -1);
        _rows = new((long)_keys.Length * _width);
        _time = new(_width);
    }

    /// <summary>The row of a value at an hour, (first hidden width + FactorWidth); valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Find(int value, TimeSlot slot)
    {
        var place = value < _keys.Length ? value : value % _keys.Length;
        var row = _rows.Pointer + ((nint)place * _width);
        if (_keys[place] != KeyOf(value, slot))
            Make(value, slot, place, row);
        return row;
    }

    private static long KeyOf(int value, TimeSlot slot) => ((long)value << 8) | slot.Index;

    private void TakeTime(TimeSlot slot)
    {
        var (first, width, layout, projected) = (_shape.Hidden[0], _shape.FactorWidth, _weights.Layout, _weights.Projected);
        float* hours = _weights.DerivedAt(projected.Hours + (slot.Hour * first)), days = _weights.DerivedAt(projected.Days + (slot.Day * first));
        for (var j = 0; j < first; j += MatrixProduct.ColumnGroup)
            (Vector512.Load(hours + j) + Vector512.Load(days + j)).Store(_time.Pointer + j);
        float* hour = _weights.At(layout.HourFactors + (slot.Hour * width)), day = _weights.At(layout.DayFactors + (slot.Day * width));
        for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
            ((Vector512<float>.One + Vector512.Load(hour + j)) * (Vector512<float>.One + Vector512.Load(day + j))).Store(_time.Pointer + first + j);
        _slot = slot.Index;
    }

    private void Make(int value, TimeSlot slot, int place, float* row)
    {
        if (_slot != slot.Index)
            TakeTime(slot);
        _keys[place] = KeyOf(value, slot);
        var (first, layout) = (_shape.Hidden[0], _weights.Layout);
        float* values = _weights.DerivedAt(_weights.Projected.Values) + (_shape.TakesValue ? (nint)value * first : 0), factors = _weights.At(layout.Values + layout.ValueFactors) + ((nint)value * layout.ValueRow);
        for (var j = 0; j < first; j += MatrixProduct.ColumnGroup)
            (Vector512.Load(values + j) + Vector512.Load(_time.Pointer + j)).Store(row + j);
        for (var j = 0; j < _shape.FactorWidth; j += MatrixProduct.ColumnGroup)
        {
            var time = Vector512.Load(_time.Pointer + first + j);
            (_shape.TakesValue ? Vector512.Load(factors + j) * time : time).Store(row + first + j);
        }
    }
}
