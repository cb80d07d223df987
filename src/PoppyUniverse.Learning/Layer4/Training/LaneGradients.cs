using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// A lane's sums of gradients over its part of a batch: of the projected tables (value, hour, day), and of the shared
/// parameters that samples meet directly, at the same offsets as the parameters themselves. Rows of values that do not
/// occur in the batch are neither cleared nor added, so a large catalog costs memory but no time.
/// </summary>
internal sealed unsafe class LaneGradients(NetworkShape shape, NetworkWeights weights)
{
    private readonly AlignedFloats _tables = new(weights.Projected.TableLength);
    private readonly AlignedFloats _block = new(weights.Layout.Length);

    public float* TableAt(int offset) => _tables.Pointer + offset;

    public float* At(int offset) => _block.Pointer + offset;

    /// <summary>The sums of a value's projected row.</summary>
    public float* ProjectedValue(int value) => TableAt(weights.Projected.Values + (value * shape.Hidden[0]));

    /// <summary>The sums of a value's own row: embedding, factors, output bias.</summary>
    public float* Value(int value) => At(weights.Layout.Values) + ((nint)value * weights.Layout.ValueRow);

    /// <summary>Clears all sums that a batch with these values uses.</summary>
    public void Clear(ReadOnlySpan<int> values)
    {
        var (projected, layout) = (weights.Projected, weights.Layout);
        _tables.Span[projected.Hours..].Clear();
        _block.Slice(0, layout.DenseLength).Clear();
        foreach (var value in values)
        {
            new Span<float>(ProjectedValue(value), shape.Hidden[0]).Clear();
            new Span<float>(Value(value), layout.ValueRow).Clear();
        }
    }

    /// <summary>Part <paramref name="part"/> of <paramref name="parts"/> of: this += others, in their order, for a batch with these values.</summary>
    public void Add(ReadOnlySpan<LaneGradients> others, ReadOnlySpan<int> values, int part, int parts)
    {
        var (projected, layout) = (weights.Projected, weights.Layout);
        var (tables, block) = (Cut(projected.TableLength - projected.Hours, part, parts), Cut(layout.DenseLength, part, parts));
        foreach (var other in others)
        {
            RowKernels.Add(other.TableAt(projected.Hours + tables.Start), TableAt(projected.Hours + tables.Start), tables.Length);
            RowKernels.Add(other.At(block.Start), At(block.Start), block.Length);
            for (var i = part; i < values.Length; i += parts)
            {
                RowKernels.Add(other.ProjectedValue(values[i]), ProjectedValue(values[i]), shape.Hidden[0]);
                RowKernels.Add(other.Value(values[i]), Value(values[i]), layout.ValueRow);
            }
        }
    }

    /// <summary>Floats of all sums that a batch with these values uses.</summary>
    public int FloatsOf(ReadOnlySpan<int> values) =>
        weights.Projected.TableLength - weights.Projected.Hours + weights.Layout.DenseLength + (values.Length * (shape.Hidden[0] + weights.Layout.ValueRow));

    /// <summary>Copies all sums that a batch with these values uses, for another rank; returns their number.</summary>
    public int Write(Span<float> to, ReadOnlySpan<int> values)
    {
        var place = 0;
        foreach (var value in values)
        {
            place += Copy(new(ProjectedValue(value), shape.Hidden[0]), to[place..]);
            place += Copy(new(Value(value), weights.Layout.ValueRow), to[place..]);
        }

        place += Copy(_tables.Span[weights.Projected.Hours..], to[place..]);
        return place + Copy(_block.Slice(0, weights.Layout.DenseLength), to[place..]);
    }

    /// <summary>Takes them from another rank; returns their number.</summary>
    public int Read(ReadOnlySpan<float> from, ReadOnlySpan<int> values)
    {
        var place = 0;
        foreach (var value in values)
        {
            place += Fill(new(ProjectedValue(value), shape.Hidden[0]), from[place..]);
            place += Fill(new(Value(value), weights.Layout.ValueRow), from[place..]);
        }

        place += Fill(_tables.Span[weights.Projected.Hours..], from[place..]);
        return place + Fill(_block.Slice(0, weights.Layout.DenseLength), from[place..]);
    }

    private static int Copy(ReadOnlySpan<float> sums, Span<float> to)
    {
        sums.CopyTo(to);
        return sums.Length;
    }

    private static int Fill(Span<float> sums, ReadOnlySpan<float> from)
    {
        from[..sums.Length].CopyTo(sums);
        return sums.Length;
    }

    // A part in whole groups of 16.
    private static (int Start, int Length) Cut(int length, int part, int parts)
    {
        var groups = length / MatrixProduct.ColumnGroup;
        var (start, end) = ((int)((long)groups * part / parts), (int)((long)groups * (part + 1) / parts));
        return (start * MatrixProduct.ColumnGroup, (end - start) * MatrixProduct.ColumnGroup);
    }
}
