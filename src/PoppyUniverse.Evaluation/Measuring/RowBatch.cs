using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Measuring;

/// <summary>Some rows of a test log, and what a judge says of them; used again for the next rows.</summary>
/// <param name="capacity">The most rows.</param>
internal sealed class RowBatch(int capacity)
{
    /// <summary>Row numbers in the test log.</summary>
    public long[] Rows { get; } = new long[capacity];

    /// <summary>Rows held.</summary>
    public int Count { get; set; }

    /// <summary>(n), where the judge predicts Strength.</summary>
    public float[] Expected { get; } = new float[capacity];

    /// <summary>(n × 5), where the judge predicts classes.</summary>
    public float[] Classes { get; } = new float[capacity * Interaction.StrengthClasses];

    /// <summary>(n) probability of the value picked.</summary>
    public float[] Probabilities { get; } = new float[capacity];

    /// <summary>(n) values that are given more.</summary>
    public int[] Better { get; } = new int[capacity];

    /// <summary>(n) other values that are given the same.</summary>
    public int[] Tied { get; } = new int[capacity];
}
