using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Some values side by side, ready for products: their vectors by row (C × Width), and transposed with the biases as a
/// last row (Width + 1 × padded C). Columns beyond C are given a bias that no softmax sees.
/// </summary>
internal sealed unsafe class Candidates
{
    // e to this is the smallest normal float: nothing beside any real candidate
    private const float NeverChosen = -1e30f;

    private readonly ValueVectors _vectors;
    private readonly int[] _values;
    private readonly AlignedFloats _rows;
    private readonly AlignedFloats _transposed;

    public Candidates(ValueVectors vectors, int most)
    {
        _vectors = vectors;
        _values = new int[most];
        Capacity = NetworkShape.Padded(most);
        _rows = new((long)Capacity * vectors.Width);
        _transposed = new((long)Capacity * (vectors.Width + 1));
    }

    /// <summary>The most columns.</summary>
    public int Capacity { get; }

    public ReadOnlySpan<int> Values => _values.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>C rounded up to a group of 16.</summary>
    public int Columns => NetworkShape.Padded(Count);

    /// <summary>(C × Width).</summary>
    public Matrix Rows => new(_rows.Pointer, Count, _vectors.Width, _vectors.Width);

    /// <summary>Takes these values in.</summary>
    public void Gather(ReadOnlySpan<int> values)
    {
        values.CopyTo(_values);
        Count = values.Length;
        var columns = Columns;
        var biases = _transposed.Pointer + ((nint)columns * _vectors.Width);
        for (var c = 0; c < columns; c++)
        {
            var row = _rows.Pointer + ((nint)c * _vectors.Width);
            if (c < Count)
                RowKernels.Copy(_vectors.At(values[c]), row, _vectors.Width);
            else
                new Span<float>(row, _vectors.Width).Clear();
            biases[c] = c < Count ? _vectors.At(values[c])[_vectors.Width] : NeverChosen;
        }

        Transposition.Write(_rows.Pointer, columns, _vectors.Width, _transposed.Pointer);
    }

    /// <summary>Takes in values first, first + 1 …</summary>
    public void GatherRange(int first, int count)
    {
        Span<int> values = stackalloc int[count];
        for (var i = 0; i < count; i++)
            values[i] = first + i;
        Gather(values);
    }

    /// <summary>Logits of queries, (n × Columns).</summary>
    public void Logits(float* queries, int count, float* logits)
    {
        var columns = Columns;
        MatrixProduct.Start(
            _transposed.Pointer + ((nint)columns * _vectors.Width),
            new(queries, count, _vectors.Size, _vectors.Width),
            new(_transposed.Pointer, _vectors.Size, columns, columns),
            new(logits, count, columns, columns));
    }
}
