namespace PoppyUniverse.Learning.Layer4;

/// <summary>What a lane's tiles are judged by: a loss of the network's outputs, with gradients of its own if it has parameters.</summary>
internal unsafe interface ITileLoss
{
    /// <summary>Forgets the gradients of the last batch.</summary>
    void Clear();

    /// <summary>The loss of a tile, each row times its scale; turns its outputs into their gradients.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="outputs">(rows × OutputWidth): outputs in, gradients out.</param>
    /// <param name="scales">Weight of each row, over the batch size.</param>
    double Backward(ReadOnlySpan<PackedRow> rows, float* outputs, ReadOnlySpan<float> scales);

    /// <summary>The summed loss of a tile.</summary>
    double Evaluate(ReadOnlySpan<PackedRow> rows, float* outputs);
}
