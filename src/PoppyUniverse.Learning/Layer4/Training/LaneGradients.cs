using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// A lane's sums of gradients over its part of a batch: of the projected tables (value, hour, day), and of the shared
/// parameters that samples meet directly, at the same offsets as the parameters themselves. Rows of values that do not
/// occur in the batch are neither cleared nor added, so a large catalog costs memory but no time; sums of matrix products
/// are not cleared either, the first product is put where they were.
/// </summary>
internal sealed unsafe class LaneGradients(NetworkShape shape, NetworkWeights weights)
{
    private readonly AlignedFloats _tables = new(weights.Projected.TableLength);
    private readonly AlignedFloats _block = new(weights.Layout.Length);
    private bool _hasProducts;

    public float* TableAt(int offset) => _tables.Pointer + offset;

    public float* At(int offset) => _block.Pointer + offset;

    /// <summary>The sums of a value's projected row.</summary>
    public float* ProjectedValue(int value) => TableAt(weights.Projected.Values + (value * shape.Hidden[0]));

    /// <summary>The sums of a value's own row: embedding, factors, output bias.</summary>
    public float* Value(int value) => At(weights.Layout.Values) + ((nint)value * weights.Layout.ValueRow);

    /// <summary>Forgets all sums that a batch with these values uses; those of products stay until the first one comes.</summary>
    public void Clear(ReadOnlySpan<int> values)
    {
        _hasProducts = false;
        var (projected, layout) = (weights.Projected, weights.Layout);
        RowKernels.Clear(TableAt(projected.Hours), projected.RowsLength - projected.Hours);
        RowKernels.Clear(At(layout.UnknownUser), layout.FirstUser - layout.UnknownUser);
        RowKernels.Clear(At(layout.HiddenBiases[0]), layout.DenseLength - layout.HiddenBiases[0]);
        foreach (var value in values)
        {
            RowKernels.Clear(ProjectedValue(value), shape.Hidden[0]);
            RowKernels.Clear(Value(value) + layout.ValueBias, OwnWidth);
        }
    }

    /// <summary>Adds a product to sums of its own.</summary>
    public void AddProduct(in Matrix a, in Matrix b, in Matrix sum)
    {
        var nothing = default(NoSideWork);
        AddProduct(a, b, sum, ref nothing);
    }

    /// <summary>The same, with other work between.</summary>
    public void AddProduct<TSide>(in Matrix a, in Matrix b, in Matrix sum, ref TSide side)
        where TSide : struct, ISideWork
    {
        if (_hasProducts)
            MatrixProduct.Add(a, b, sum, ref side);
        else
            MatrixProduct.Start(RowKernels.Zeros(sum.Columns), a, b, sum, ref side);
    }

    /// <summary>Says that the first product of each of the sums has been added.</summary>
    public void KeepProducts() => _hasProducts = true;

    /// <summary>When no product came, their sums are zeros.</summary>
    public void Complete()
    {
        if (_hasProducts)
            return;
        var (projected, layout) = (weights.Projected, weights.Layout);
        RowKernels.Clear(TableAt(projected.RowsLength), projected.TableLength - projected.RowsLength);
        RowKernels.Clear(At(layout.FirstUser), layout.HiddenBiases[0] - layout.FirstUser);
    }

    /// <summary>this += other, for a batch with these values.</summary>
    public void Add(LaneGradients other, ReadOnlySpan<int> values)
    {
        var (projected, layout) = (weights.Projected, weights.Layout);
        AddTables(other, projected.Hours, projected.TableLength);
        AddBlock(other, layout.FoldedLength, layout.DenseLength);
        AddValues(other, values);
    }

    /// <summary>The same for some of the tables' floats.</summary>
    public void AddTables(LaneGradients other, int start, int end) => RowKernels.Add(other.TableAt(start), TableAt(start), end - start);

    /// <summary>The same for some of the parameters.</summary>
    public void AddBlock(LaneGradients other, int start, int end) => RowKernels.Add(other.At(start), At(start), end - start);

    /// <summary>The same for some values.</summary>
    public void AddValues(LaneGradients other, ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            RowKernels.Add(other.ProjectedValue(value), ProjectedValue(value), shape.Hidden[0]);
            RowKernels.Add(other.Value(value) + weights.Layout.ValueBias, Value(value) + weights.Layout.ValueBias, OwnWidth);
        }
    }

    /// <summary>Floats of all sums that a batch with these values uses.</summary>
    public int FloatsOf(ReadOnlySpan<int> values) =>
        weights.Projected.TableLength - weights.Projected.Hours + weights.Layout.DenseLength - weights.Layout.FoldedLength + (values.Length * (shape.Hidden[0] + OwnWidth));

    /// <summary>Copies all sums that a batch with these values uses, for another rank; returns their number.</summary>
    public int Write(Span<float> to, ReadOnlySpan<int> values)
    {
        var place = 0;
        foreach (var sums in Sums(values))
        {
            sums.Span.CopyTo(to[place..]);
            place += sums.Length;
        }

        return place;
    }

    /// <summary>Takes them from another rank; returns their number.</summary>
    public int Read(ReadOnlySpan<float> from, ReadOnlySpan<int> values)
    {
        var place = 0;
        foreach (var sums in Sums(values))
        {
            from.Slice(place, sums.Length).CopyTo(sums.Span);
            place += sums.Length;
        }

        return place;
    }

    // what samples meet of a value's own row
    private int OwnWidth => shape.TakesValue ? weights.Layout.LearnedValueRow - weights.Layout.ValueBias : 0;

    private List<Stretch> Sums(ReadOnlySpan<int> values)
    {
        var (projected, layout) = (weights.Projected, weights.Layout);
        var sums = new List<Stretch>((2 * values.Length) + 2);
        foreach (var value in values)
        {
            sums.Add(new(ProjectedValue(value), shape.Hidden[0]));
            sums.Add(new(Value(value) + layout.ValueBias, OwnWidth));
        }

        sums.Add(new(TableAt(projected.Hours), projected.TableLength - projected.Hours));
        sums.Add(new(At(layout.FoldedLength), layout.DenseLength - layout.FoldedLength));
        return sums;
    }

    private readonly struct Stretch(float* start, int length)
    {
        public int Length => length;

        public Span<float> Span => new(start, length);
    }
}
