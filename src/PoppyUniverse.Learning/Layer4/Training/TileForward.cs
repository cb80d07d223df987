using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The network's answer for up to 64 rows, all in first-level cache. Rows of one user stand together (a run), and the
/// user's part of the first layer is made once a run. Products are made for whole blocks of rows; what they make of rows
/// beyond the last is never looked at.
/// </summary>
internal sealed unsafe partial class TileForward
{
    /// <summary>The most rows of a tile.</summary>
    public const int Rows = 64;

    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;

    public TileForward(NetworkShape shape, NetworkWeights weights)
    {
        (_shape, _weights) = (shape, weights);
        Runs = new(shape, weights);
        UserEmbeddings = new(Rows * shape.UserWidth);
        UserProjections = new(Rows * shape.Hidden[0]);
        Activations = [.. shape.Hidden.Select(width => new AlignedFloats(Rows * width))];
        Products = new(Rows * shape.FactorWidth);
        Outputs = new(Rows * shape.OutputWidth);
    }

    /// <summary>The runs of the tile's rows, and the places of what rows take.</summary>
    public TileRuns Runs { get; }

    /// <summary>(runs × UserWidth) embedding of each run's user; filled by the caller.</summary>
    public AlignedFloats UserEmbeddings { get; }

    /// <summary>The table where rows of users stand, to be set by the caller; output biases and factors are read there.</summary>
    public float* UserRows { get; set; }

    /// <summary>(rows × width) of each hidden layer, after ReLU.</summary>
    public AlignedFloats[] Activations { get; }

    /// <summary>(rows × FactorWidth): the product term.</summary>
    public AlignedFloats Products { get; }

    /// <summary>(rows × OutputWidth), the last columns zeros.</summary>
    public AlignedFloats Outputs { get; }

    /// <summary>(runs × first hidden width): the users' part of the first layer.</summary>
    public AlignedFloats UserProjections { get; }

    /// <summary>Leaves hidden units out while training; null to keep all.</summary>
    public HiddenDropout? Dropout { get; set; }

    /// <summary>Computes the outputs of rows of one user, whose row is the only one.</summary>
    public void Run(ReadOnlySpan<PackedRow> rows)
    {
        RowKernels.Copy(UserRows, UserEmbeddings.Pointer, _shape.UserWidth);
        Run(rows.Length, Runs.Find(rows, stride: 0), default(NoSideWork));
    }

    /// <summary>The same for rows whose runs have been found; <paramref name="users"/> puts each run's embedding in place.</summary>
    public void Run<TUsers>(int rows, int runs, TUsers users)
        where TUsers : struct, ISideWork
    {
        ProjectUsers(runs, users);
        // units are left out of whole layers, in order
        var ahead = Dropout is null && _shape.Hidden.Length > 1 ? MatrixProduct.RowGroup : rows;
        var inputs = new Shifted<RowInputs>(new(this), ahead, rows);
        inputs.Begin();
        RunLayers(rows, ref inputs);
    }

    /// <summary>The users' part of the first layer.</summary>
    public void ProjectUsers(int runs) => ProjectUsers(runs, default(NoSideWork));

    private void ProjectUsers<TUsers>(int runs, TUsers users)
        where TUsers : struct, ISideWork
    {
        var (width, rows) = (_shape.Hidden[0], runs == 1 ? 1 : MatrixProduct.RoundUp(runs));
        var ahead = new Shifted<TUsers>(users, MatrixProduct.RowGroup, runs);
        ahead.Begin();
        MatrixProduct.Start(
            RowKernels.Zeros(width),
            new(UserEmbeddings.Pointer, rows, _shape.UserWidth, _shape.UserWidth),
            new(_weights.At(_weights.Layout.FirstUser), _shape.UserWidth, width, width),
            new(UserProjections.Pointer, rows, width, width),
            ref ahead);
    }

    /// <summary>All that comes after the first layer's activations and the products; of places, it takes the users' and the values' rows.</summary>
    public void RunLayers(int rows)
    {
        var nothing = default(NoSideWork);
        RunLayers(rows, ref nothing);
    }

    private void RunLayers<TSide>(int rows, ref TSide side)
        where TSide : struct, ISideWork
    {
        Drop(0, rows);
        // one query is a server's usual request
        var padded = rows == 1 && !_shape.HasFewOutputs ? 1 : MatrixProduct.RoundUp(rows);
        var nothing = default(NoSideWork);
        for (var layer = 1; layer < _shape.Hidden.Length; layer++)
        {
            if (layer == 1)
                RunLayer(layer, padded, ref side);
            else
                RunLayer(layer, padded, ref nothing);
            Drop(layer, rows);
        }

        if (_shape.HasFewOutputs)
            FewOutputs(rows, padded);
        else
            ManyOutputs(rows, padded);
    }

    private void Drop(int layer, int rows) => Dropout?.Apply(Activations[layer].Pointer, rows * _shape.Hidden[layer]);

    private void RunLayer<TSide>(int layer, int rows, ref TSide side)
        where TSide : struct, ISideWork
    {
        var (inputs, width) = (_shape.Hidden[layer - 1], _shape.Hidden[layer]);
        MatrixProduct.StartRelu(
            _weights.At(_weights.Layout.HiddenBiases[layer]),
            new(Activations[layer - 1].Pointer, rows, inputs, inputs),
            new(_weights.At(_weights.Layout.HiddenWeights[layer]), inputs, width, width),
            new(Activations[layer].Pointer, rows, width, width),
            ref side);
    }
}
