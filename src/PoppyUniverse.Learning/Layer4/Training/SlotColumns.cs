using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// What a network makes of up to 64 rows' values and hours before the users come in, laid out by column in strips of sixteen
/// rows: that of <see cref="SlotRows"/>, and the values' output biases below. Rows to be scored often ask for the same values
/// again for the next users; then these columns are made once.
/// </summary>
internal sealed unsafe class SlotColumns
{
    private const int Lanes = ColumnProduct.Lanes;

    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly SlotRows _rows;
    private readonly int _width;
    private readonly AlignedFloats _gathered;
    private readonly AlignedFloats _columns;
    private readonly int[] _values = new int[TileForward.Rows];
    private readonly TimeSlot[] _slots = new TimeSlot[TileForward.Rows];

    public SlotColumns(NetworkShape shape, NetworkWeights weights, SlotRows rows)
    {
        (_shape, _weights, _rows, _width) = (shape, weights, rows, shape.Hidden[0] + shape.FactorWidth);
        _gathered = new(Lanes * Math.Max(_width, shape.OutputWidth));
        _columns = new(TileForward.Rows * (_width + shape.OutputWidth));
    }

    /// <summary>How many rows are laid out.</summary>
    public int Count { get; private set; }

    /// <summary>Of the two strips from row <paramref name="row"/> on, (first hidden width × 16) each: value + hour + day through the first layer.</summary>
    public Strips First(int row) => Pair(row, 0);

    /// <summary>(FactorWidth × 16) each: value · hour · day.</summary>
    public Strips Factors(int row) => Pair(row, Lanes * _shape.Hidden[0]);

    /// <summary>(OutputWidth × 16) each: the values' output biases.</summary>
    public Strips Biases(int row) => Pair(row, Lanes * _width);

    /// <summary>How many of these rows, from the first, the columns answer for: all that are laid out, or all there are; 0 if any differs.</summary>
    public int Covers(ReadOnlySpan<int> values, ReadOnlySpan<TimeSlot> slots)
    {
        var count = Math.Min(Count, values.Length);
        return values[..count].SequenceEqual(_values.AsSpan(0, count)) && slots[..count].SequenceEqual(_slots.AsSpan(0, count)) ? count : 0;
    }

    /// <summary>Lays out rows whose value indices, the unknown one included, are <paramref name="indices"/>.</summary>
    public void Fill(ReadOnlySpan<int> values, ReadOnlySpan<TimeSlot> slots, ReadOnlySpan<int> indices)
    {
        Count = values.Length;
        values.CopyTo(_values);
        slots.CopyTo(_slots);
        var biases = _weights.At(_weights.Layout.Values + _weights.Layout.ValueBias);
        for (var i = 0; i < TileForward.Rows; i += Lanes)
        {
            var rows = Math.Clamp(Count - i, 0, Lanes);
            for (var r = 0; r < rows; r++)
                RowKernels.Copy(_rows.Find(indices[i + r], slots[i + r]), _gathered.Pointer + (r * _width), _width);
            var to = Strip(i);
            Transpose(_width, rows, to);
            for (var r = 0; r < rows; r++)
                RowKernels.Copy(biases + ((nint)indices[i + r] * _weights.Layout.ValueRow), _gathered.Pointer + (r * _shape.OutputWidth), _shape.OutputWidth);
            Transpose(_shape.OutputWidth, rows, to + (Lanes * _width));
        }
    }

    private float* Strip(int row) => _columns.Pointer + (row * (_width + _shape.OutputWidth));

    private Strips Pair(int row, int offset) => new(Strip(row) + offset, Strip(row + Lanes) + offset);

    private void Transpose(int width, int rows, float* to)
    {
        for (var j = 0; j < width; j += Lanes)
            Transposition.Block(_gathered.Pointer + j, width, rows, to + (j * Lanes), Lanes);
    }
}
