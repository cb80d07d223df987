using PoppyUniverse.Learning.Kernels;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning.FoldingIn;

/// <summary>
/// Finds the row of a user that explains new interactions best, everything else of the network fixed: the row u = m + s ∘ z
/// with the least w · loss(u) + ½ |z|², m the row so far, s the prior's deviations, by a fixed number of Adam steps of
/// falling size. Each number of z has the same scale, so that few steps reach the bottom. Not thread-safe.
/// </summary>
internal sealed unsafe class RowFit
{
    private const int Steps = 12;
    private const float FirstStep = 0.4f;
    private const float Momentum = 0.8f;
    private const float Smoothing = 0.95f;
    private const float Epsilon = 1e-6f;

    private readonly FinishedNetwork _network;
    private readonly UserPrior _prior;
    private readonly TileForward _forward;
    private readonly TileBackward _backward;
    private readonly LaneGradients _shared; // of what stays fixed: written, never read
    private readonly AlignedFloats _gradient; // room for a whole tile; one user's is looked at
    private readonly float[] _weights = new float[TileForward.Rows];

    public RowFit(FinishedNetwork network, UserPrior prior)
    {
        (_network, _prior) = (network, prior);
        (_forward, _backward, _shared) = (new(network.Shape, network.Weights), new(network.Shape, network.Weights), new(network.Shape, network.Weights));
        _gradient = new((long)TileForward.Rows * network.Shape.UserRow);
    }

    /// <summary>The row.</summary>
    /// <param name="user">Where to start: a user of the network, the last one for an unknown one.</param>
    /// <param name="rows">The interactions.</param>
    /// <param name="loss">What is minimized.</param>
    /// <param name="scales">What an interaction weighs, and by what the prior's deviations are multiplied.</param>
    public AlignedFloats Run(int user, ReadOnlySpan<PackedRow> rows, ITileLoss loss, (float Weight, float Deviation) scales)
    {
        var (width, row) = (_network.Shape.UserRow, new AlignedFloats(_network.Shape.UserRow));
        var start = new Span<float>(_network.User(user), width);
        start.CopyTo(row.Span);
        float[] z = new float[width], mean = new float[width], square = new float[width];
        _weights.AsSpan().Fill(scales.Weight);
        var (meanDecay, squareDecay) = (1f, 1f);
        for (var step = 0; step < Steps; step++)
        {
            Gradient(row, rows, loss);
            (meanDecay, squareDecay) = (meanDecay * Momentum, squareDecay * Smoothing);
            var size = FirstStep * (Steps - step) / Steps;
            for (var i = 0; i < width; i++)
            {
                var deviation = _prior.Deviations.Pointer[i] * scales.Deviation;
                if (deviation == 0)
                    continue;
                var grad = (deviation * _gradient.Pointer[i]) + z[i];
                mean[i] = (Momentum * mean[i]) + ((1 - Momentum) * grad);
                square[i] = (Smoothing * square[i]) + ((1 - Smoothing) * grad * grad);
                z[i] -= size * (mean[i] / (1 - meanDecay)) / (MathF.Sqrt(square[i] / (1 - squareDecay)) + Epsilon);
                row.Pointer[i] = start[i] + (deviation * z[i]);
            }
        }

        return row;
    }

    private void Gradient(AlignedFloats row, ReadOnlySpan<PackedRow> rows, ITileLoss loss)
    {
        _gradient.Slice(0, _network.Shape.UserRow).Clear();
        _forward.UserRows = row.Pointer;
        for (var first = 0; first < rows.Length; first += TileForward.Rows)
        {
            var tile = rows.Slice(first, Math.Min(TileForward.Rows, rows.Length - first));
            _forward.Run(tile);
            loss.Backward(tile, _forward.Outputs.Pointer, _weights);
            _backward.Run(tile.Length, _forward, 1, _gradient.Pointer, _shared, (default(NoSideWork), 0), default(NoSideWork));
        }
    }
}
