namespace PoppyUniverse.Learning.Layer4;

/// <summary>Copies parameters between their true sizes and the padded memory of the kernels.</summary>
internal static unsafe class ParameterTransfer
{
    /// <summary>Fills shared weights from parameters and derives their tables.</summary>
    public static void Load(NetworkParameters from, NetworkShape shape, NetworkWeights to)
    {
        foreach (var (data, rows, columns, offset, stride) in Places(from, shape, to.Layout))
            CopyRows(data.Span, columns, to.Block.Span[offset..], stride, rows, columns);
        to.DeriveAll();
    }

    /// <summary>Takes parameters out of shared weights.</summary>
    public static void Store(NetworkWeights from, NetworkShape shape, NetworkParameters to)
    {
        foreach (var (data, rows, columns, offset, stride) in Places(to, shape, from.Layout))
            CopyRows(from.Block.Span[offset..], stride, data.Span, columns, rows, columns);
    }

    /// <summary>Fills a padded user row (embedding, output bias, factors) from parameters.</summary>
    public static void LoadUser(NetworkParameters from, int user, NetworkShape shape, Span<float> row)
    {
        foreach (var (table, offset) in UserTables(from, shape))
            RowOf(table, user).CopyTo(row[offset..]);
    }

    /// <summary>Takes a user's parameters out of a padded row.</summary>
    public static void StoreUser(ReadOnlySpan<float> row, int user, NetworkShape shape, NetworkParameters to)
    {
        foreach (var (table, offset) in UserTables(to, shape))
            row.Slice(offset, table.Shape[1]).CopyTo(RowOf(table, user));
    }

    private static ReadOnlySpan<(NamedTensor Table, int Offset)> UserTables(NetworkParameters p, NetworkShape shape) =>
        new[] { (p.UserEmbedding, 0), (p.UserBias, shape.UserBias), (p.UserFactor, shape.UserFactors) };

    private static Span<float> RowOf(NamedTensor table, int row) => table.Data.AsSpan(row * table.Shape[1], table.Shape[1]);

    // Every shared tensor, or part of one: its rows, and where they stand in the block.
    private static List<(Memory<float> Data, int Rows, int Columns, int Offset, int Stride)> Places(NetworkParameters p, NetworkShape shape, NetworkLayout layout)
    {
        var places = new List<(Memory<float>, int, int, int, int)>();
        var (sizes, first) = (shape.Sizes, shape.Hidden[0]);
        foreach (var (table, offset) in UserTables(p, shape))
            places.Add((table.Data.AsMemory(p.Users * table.Shape[1]), 1, table.Shape[1], layout.UnknownUser + offset, shape.UserRow));
        if (p.Value is { } value)
        {
            Add(value.Type, layout.Types, NetworkShape.Padded(sizes.Type));
            Add(value.Embedding, layout.Values, layout.ValueRow);
            Add(value.Factor, layout.Values + layout.ValueFactors, layout.ValueRow);
            Add(value.Bias, layout.Values + layout.ValueBias, layout.ValueRow);
        }

        Add(p.HourEmbedding, layout.Hours, NetworkShape.Padded(sizes.Hour));
        Add(p.HourFactor, layout.HourFactors, shape.FactorWidth);
        Add(p.DayEmbedding, layout.Days, NetworkShape.Padded(sizes.Day));
        Add(p.DayFactor, layout.DayFactors, shape.FactorWidth);
        var (row, width) = (0, p.HiddenWeights[0].Shape[1]);
        foreach (var (size, offset) in new[]
            { (sizes.User, layout.FirstUser), (sizes.Type, layout.FirstType), (sizes.Value, layout.FirstValue), (sizes.Hour, layout.FirstHour), (sizes.Day, layout.FirstDay) })
        {
            places.Add((p.HiddenWeights[0].Data.AsMemory(row * width, size * width), size, width, offset, first));
            row += size;
        }

        for (var layer = 1; layer < shape.Hidden.Length; layer++)
            Add(p.HiddenWeights[layer], layout.HiddenWeights[layer], shape.Hidden[layer]);
        for (var layer = 0; layer < shape.Hidden.Length; layer++)
            Add(p.HiddenBiases[layer], layout.HiddenBiases[layer], shape.Hidden[layer]);
        Add(p.OutputWeight, layout.OutputWeight, shape.OutputWidth);
        Add(p.FactorWeight, layout.FactorWeight, shape.OutputWidth);
        Add(p.OutputBias, layout.OutputBias, shape.OutputWidth);
        return places;

        void Add(NamedTensor tensor, int offset, int stride) =>
            places.Add((tensor.Data, tensor.Shape.Count == 1 ? 1 : tensor.Shape[0], tensor.Shape[^1], offset, stride));
    }

    private static void CopyRows(ReadOnlySpan<float> from, int fromStride, Span<float> to, int toStride, int rows, int columns)
    {
        for (var row = 0; row < rows && columns > 0; row++)
            from.Slice(row * fromStride, columns).CopyTo(to[(row * toStride)..]);
    }
}
