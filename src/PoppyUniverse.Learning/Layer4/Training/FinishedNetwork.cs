using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>A trained network as kernels want it: shared weights, and every user's row, the unknown one last.</summary>
internal sealed unsafe class FinishedNetwork
{
    private readonly AlignedFloats _users;

    public FinishedNetwork(NetworkShape shape, NetworkParameters parameters)
    {
        (Shape, UserCount) = (shape, parameters.Users);
        Weights = new(shape);
        ParameterTransfer.Load(parameters, shape, Weights);
        _users = new((parameters.Users + 1L) * shape.UserRow);
        for (var user = 0; user <= parameters.Users; user++)
            ParameterTransfer.LoadUser(parameters, user, shape, _users.Slice(user * shape.UserRow, shape.UserRow));
    }

    private FinishedNetwork(FinishedNetwork network, AlignedFloats row)
    {
        (Shape, Weights, UserCount) = (network.Shape, network.Weights, 1);
        _users = new(2L * Shape.UserRow);
        row.Span.CopyTo(_users.Span);
        new Span<float>(network.User(network.UserCount), Shape.UserRow).CopyTo(_users.Slice(Shape.UserRow, Shape.UserRow));
    }

    public NetworkShape Shape { get; }

    public NetworkWeights Weights { get; }

    /// <summary>Known users.</summary>
    public int UserCount { get; }

    /// <summary>The same network for one user alone, who has this row.</summary>
    public FinishedNetwork WithOnly(AlignedFloats row) => new(this, row);

    /// <summary>Embedding, factors and output bias of a user; the last one is the unknown user.</summary>
    public float* User(int user) => _users.Pointer + ((nint)user * Shape.UserRow);
}
