namespace PoppyUniverse.Learning.Layer3;

/// <summary>Sums over rows, by blocks of a fixed size whose sums are added in order: the same bits for any number of threads.</summary>
internal static class BlockSum
{
    private const int BlockRows = 8_192;

    /// <summary>Σ over rows 0 … <paramref name="rows"/> − 1.</summary>
    public static double Of(int rows, int threads, Func<int, double> term)
    {
        var blocks = new double[(rows + BlockRows - 1) / BlockRows];
        Parallel.For(0, blocks.Length, new() { MaxDegreeOfParallelism = threads }, block =>
        {
            var sum = 0.0;
            for (var row = block * BlockRows; row < Math.Min(rows, (block + 1) * BlockRows); row++)
                sum += term(row);
            blocks[block] = sum;
        });
        var all = 0.0;
        foreach (var sum in blocks)
            all += sum;
        return all;
    }
}
