using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// A fixed part of the users with all their interactions. A lane works through its part of each batch alone: it owns its
/// users' rows and moves them itself; what it finds about the shared parameters it leaves in <see cref="Gradients"/>.
/// </summary>
internal sealed unsafe class Lane
{
    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly UserSort _sort;
    private readonly TileForward _forward;
    private readonly TileBackward _backward;
    private readonly ITileLoss _loss;
    private readonly RecencyWeights _recency;
    private readonly float[] _scales = new float[TileForward.Rows];
    private AlignedFloats _gradUsers = new(0);
    private int[] _touched = [];

    /// <param name="shape">Sizes.</param>
    /// <param name="weights">The shared parameters.</param>
    /// <param name="userDecays">Weight decay of each user's row.</param>
    /// <param name="judge">The loss, the weights of rows by age, and what leaves hidden units out.</param>
    public Lane(NetworkShape shape, NetworkWeights weights, float[] userDecays, (ITileLoss Loss, RecencyWeights Recency, HiddenDropout? Dropout) judge)
    {
        (_shape, _weights) = (shape, weights);
        Users = new(userDecays, shape.UserRow, shape.DecayedUserWidth);
        Gradients = new(shape, weights);
        _sort = new(Users.Users + 1);
        _forward = new(shape, weights);
        _backward = new(shape, weights);
        (_loss, _recency, Dropout) = judge;
    }

    public UserTable Users { get; }

    public LaneGradients Gradients { get; }

    private HiddenDropout? Dropout { get; }

    /// <summary>Gradients of the batch part, users moved. Returns the summed loss.</summary>
    /// <param name="rows">The lane's part of the batch, in any order.</param>
    /// <param name="values">The values that occur in the whole batch.</param>
    /// <param name="scale">1 / batch size.</param>
    /// <param name="adam">The step for the users' rows.</param>
    public double Train(ReadOnlySpan<PackedRow> rows, ReadOnlySpan<int> values, float scale, in Adam adam)
    {
        Dropout?.Start(adam.Number);
        Gradients.Clear(values);
        _loss.Clear();
        var (loss, users) = Accumulate(rows, scale);
        for (var i = 0; i < users; i++)
        {
            var grad = _gradUsers.Pointer + ((nint)i * _shape.UserRow);
            if (_touched[i] < Users.Users)
                Users.Step(adam, _touched[i], grad);
            else
                RowKernels.Add(grad, Gradients.At(_weights.Layout.UnknownUser), _shape.UserRow);
        }

        return loss;
    }

    /// <summary>Gradients of the batch part without moving anything: those of users are left in (users × UserRow).</summary>
    public (double Loss, int Users) Accumulate(ReadOnlySpan<PackedRow> rows, float scale)
    {
        Reserve(rows.Length);
        CopyUnknownUser();
        _forward.Dropout = Dropout;
        var sorted = _sort.Sort(rows);
        var (loss, users) = (0.0, 0);
        for (var start = 0; start < sorted.Length; start += TileForward.Rows)
        {
            var tile = sorted.Slice(start, Math.Min(TileForward.Rows, sorted.Length - start));
            // a run that goes on from the last tile goes on in the same gradient row
            var goesOn = users > 0 && _touched[users - 1] == tile[0].User;
            var first = goesOn ? users - 1 : users;
            var runs = GatherRuns(tile, first, goesOn);
            users = first + runs;
            _forward.Run(tile, runs);
            _recency.Write(tile, scale, _scales);
            loss += _loss.Backward(tile, _forward.Outputs.Pointer, _scales);
            _backward.Run(tile, _forward, runs, _gradUsers.Pointer + ((nint)first * _shape.UserRow), Gradients);
        }

        return (loss, users);
    }

    /// <summary>The summed loss of rows, with nothing moved.</summary>
    public double Evaluate(ReadOnlySpan<PackedRow> rows)
    {
        Reserve(TileForward.Rows);
        CopyUnknownUser();
        _forward.Dropout = null;
        var loss = 0.0;
        for (var start = 0; start < rows.Length; start += TileForward.Rows)
        {
            var tile = rows.Slice(start, Math.Min(TileForward.Rows, rows.Length - start));
            _forward.Run(tile, GatherRuns(tile, 0, goesOn: false));
            loss += _loss.Evaluate(tile, _forward.Outputs.Pointer);
        }

        return loss;
    }

    /// <summary>Lane index of the user behind a gradient row.</summary>
    public int TouchedUser(int gradientRow) => _touched[gradientRow];

    /// <summary>A gradient row, (UserRow).</summary>
    public Span<float> UserGradient(int gradientRow) => _gradUsers.Slice(gradientRow * _shape.UserRow, _shape.UserRow);

    // Copies the users of a tile's runs together and opens a gradient row for each new one; returns the number of runs.
    private int GatherRuns(ReadOnlySpan<PackedRow> tile, int first, bool goesOn)
    {
        var (runs, last) = (0, -1);
        for (var i = 0; i < tile.Length; i++)
        {
            var user = tile[i].User;
            if (user != last)
            {
                if (runs > 0 || !goesOn)
                    UserGradient(first + runs).Clear();
                _touched[first + runs] = user;
                RowKernels.Repeat(Users.Row(user), _forward.Users.Pointer + ((nint)runs * _shape.UserRow), _shape.UserRow, 1);
                runs++;
                last = user;
            }

            _forward.RunOfRow[i] = runs - 1;
        }

        return runs;
    }

    private void Reserve(int rows)
    {
        if (_touched.Length >= rows)
            return;
        _touched = new int[rows * 2];
        _gradUsers = new((long)_touched.Length * _shape.UserRow);
    }

    private void CopyUnknownUser() =>
        RowKernels.Repeat(_weights.At(_weights.Layout.UnknownUser), Users.Row(Users.Users), _shape.UserRow, 1);
}
