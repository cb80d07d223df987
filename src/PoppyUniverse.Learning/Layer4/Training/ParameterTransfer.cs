namespace PoppyUniverse.Learning.Layer4;

/// <summary>Copies parameters between their true sizes and the padded memory of the kernels.</summary>
internal static unsafe class ParameterTransfer
{
    /// <summary>Fills shared weights from parameters and derives their tables.</summary>
    public static void Load(Layer4Parameters from, Layer4Shape shape, Layer4Weights to)
    {
        foreach (var (data, rows, columns, offset, stride) in Places(from, shape, to.Layout))
            CopyRows(data.Span, columns, to.Block.Span[offset..], stride, rows, columns);
        to.DeriveAll();
    }

    /// <summary>Takes parameters out of shared weights.</summary>
    public static void Store(Layer4Weights from, Layer4Shape shape, Layer4Parameters to)
    {
        foreach (var (data, rows, columns, offset, stride) in Places(to, shape, from.Layout))
            CopyRows(from.Block.Span[offset..], stride, data.Span, columns, rows, columns);
    }

    /// <summary>Fills a padded user row (embedding, output bias) from parameters.</summary>
    public static void LoadUser(Layer4Parameters from, int user, Layer4Shape shape, Span<float> row)
    {
        var size = shape.Sizes.User;
        from.UserEmbedding.Data.AsSpan(user * size, size).CopyTo(row);
        from.UserBias.Data.AsSpan(user * Layer4Parameters.Outputs, Layer4Parameters.Outputs).CopyTo(row[shape.UserWidth..]);
    }

    /// <summary>Takes a user's parameters out of a padded row.</summary>
    public static void StoreUser(ReadOnlySpan<float> row, int user, Layer4Shape shape, Layer4Parameters to)
    {
        var size = shape.Sizes.User;
        row[..size].CopyTo(to.UserEmbedding.Data.AsSpan(user * size, size));
        row.Slice(shape.UserWidth, Layer4Parameters.Outputs).CopyTo(to.UserBias.Data.AsSpan(user * Layer4Parameters.Outputs));
    }

    // Every shared tensor, or part of one: its rows, and where they stand in the block.
    private static IEnumerable<(Memory<float> Data, int Rows, int Columns, int Offset, int Stride)> Places(
        Layer4Parameters p, Layer4Shape shape, Layer4Layout layout)
    {
        const int Outputs = Layer4Parameters.Outputs;
        const int Width = Layer4Shape.OutputWidth;
        var (sizes, first) = (shape.Sizes, shape.Hidden[0]);
        yield return (p.UserEmbedding.Data.AsMemory(p.Users * sizes.User), 1, sizes.User, layout.UnknownUser, shape.UserRow);
        yield return (p.UserBias.Data.AsMemory(p.Users * Outputs), 1, Outputs, layout.UnknownUser + shape.UserWidth, Width);
        yield return (p.TypeEmbedding.Data, shape.Types + 1, sizes.Type, layout.Types, Layer4Shape.Padded(sizes.Type));
        yield return (p.ValueEmbedding.Data, shape.Values + 1, sizes.Value, layout.Values, layout.ValueRow);
        yield return (p.ValueBias.Data, shape.Values + 1, Outputs, layout.Values + layout.ValueWidth, layout.ValueRow);
        yield return (p.HourEmbedding.Data, p.HourEmbedding.Shape[0], sizes.Hour, layout.Hours, Layer4Shape.Padded(sizes.Hour));
        yield return (p.DayEmbedding.Data, p.DayEmbedding.Shape[0], sizes.Day, layout.Days, Layer4Shape.Padded(sizes.Day));
        var (row, width) = (0, p.HiddenWeights[0].Shape[1]);
        foreach (var (size, offset) in new[]
            { (sizes.User, layout.FirstUser), (sizes.Type, layout.FirstType), (sizes.Value, layout.FirstValue), (sizes.Hour, layout.FirstHour), (sizes.Day, layout.FirstDay) })
        {
            yield return (p.HiddenWeights[0].Data.AsMemory(row * width, size * width), size, width, offset, first);
            row += size;
        }

        for (var layer = 1; layer < shape.Hidden.Length; layer++)
            yield return (p.HiddenWeights[layer].Data, p.HiddenWeights[layer].Shape[0], p.HiddenWeights[layer].Shape[1], layout.HiddenWeights[layer], shape.Hidden[layer]);
        for (var layer = 0; layer < shape.Hidden.Length; layer++)
            yield return (p.HiddenBiases[layer].Data, 1, p.HiddenBiases[layer].Data.Length, layout.HiddenBiases[layer], shape.Hidden[layer]);
        yield return (p.OutputWeight.Data, p.OutputWeight.Shape[0], Outputs, layout.OutputWeight, Width);
        yield return (p.OutputBias.Data, 1, Outputs, layout.OutputBias, Width);
    }

    private static void CopyRows(ReadOnlySpan<float> from, int fromStride, Span<float> to, int toStride, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
            from.Slice(row * fromStride, columns).CopyTo(to[(row * toStride)..]);
    }
}
