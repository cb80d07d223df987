namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>Statistics of a column of cells beside fixed other columns. Not thread-safe: each thread opens its own.</summary>
/// <typeparam name="T">A Strength residual, or a value index.</typeparam>
internal interface IRowStatistics<T>
{
    /// <summary>Computes the statistics of a column.</summary>
    /// <param name="cells">One cell a row.</param>
    /// <param name="results">One number a statistic; large ones speak against chance.</param>
    void Compute(ReadOnlySpan<T> cells, Span<double> results);
}
