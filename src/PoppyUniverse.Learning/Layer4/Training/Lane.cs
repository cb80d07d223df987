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
    private readonly TileWork _work;
    private readonly ITileLoss _loss;
    private readonly RecencyWeights _recency;
    private readonly UsersDone _move;
    private Adam _adam;
    private int _rows; // of the batch part

    /// <param name="shape">Sizes.</param>
    /// <param name="weights">The shared parameters.</param>
    /// <param name="userDecays">Weight decay of each user's row.</param>
    /// <param name="judge">The loss, the weights of rows by age, and what leaves hidden units out.</param>
    /// <param name="work">What its worker computes with.</param>
    public Lane(NetworkShape shape, NetworkWeights weights, float[] userDecays, (ITileLoss Loss, RecencyWeights Recency, HiddenDropout? Dropout) judge, TileWork work)
    {
        (_shape, _weights, _work) = (shape, weights, work);
        _move = Move;
        Users = new(userDecays, shape);
        Gradients = new(shape, weights);
        _sort = new(Users.Users + 1);
        (_loss, _recency, Dropout) = judge;
    }

    /// <summary>
    /// Told of users of whom all rows of the batch part are done, with the gradients of their rows, (users × UserRow); what
    /// does not learn has none there.
    /// </summary>
    public delegate void UsersDone(ReadOnlySpan<int> users, float* grads);

    public UserTable Users { get; }

    public LaneGradients Gradients { get; }

    private HiddenDropout? Dropout { get; }

    /// <summary>Whether the next batch part stands in order, its first users on their way from memory.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Brings a batch part, given in any order, into the order of users, and asks for the first of them.</summary>
    public void Begin(ReadOnlySpan<PackedRow> rows)
    {
        _rows = _sort.Sort(rows).Length;
        HasBegun = true;
        Prefetch(_sort.Sorted(_rows), 0);
    }

    /// <summary>Gradients of the batch part that was begun, users moved. Returns the summed loss.</summary>
    /// <param name="values">The values that occur in the whole batch.</param>
    /// <param name="scale">1 / batch size.</param>
    /// <param name="adam">The step for the users' rows.</param>
    public double Train(ReadOnlySpan<int> values, float scale, Adam adam)
    {
        Dropout?.Start(adam.Number);
        _adam = adam;
        return Accumulate(values, scale, _move);
    }

    /// <summary>Gradients of the batch part that was begun; what to do with those of the users is left to <paramref name="done"/>.</summary>
    public double Accumulate(ReadOnlySpan<int> values, float scale, UsersDone done)
    {
        HasBegun = false;
        CopyUnknownUser();
        _work.Forward.Dropout = Dropout;
        var sorted = _sort.Sorted(_rows);
        Gradients.Clear(values);
        _loss.Clear();
        var (loss, carried) = (0.0, false);
        for (var start = 0; start < sorted.Length; start += TileForward.Rows)
        {
            var next = Math.Min(start + TileForward.Rows, sorted.Length);
            var tile = sorted[start..next];
            Prefetch(sorted, next);
            var runs = _work.Gather(tile, Users);
            _work.ClearGradUsers(carried ? 1 : 0, MatrixProduct.RoundUp(runs));
            _work.Forward.Run(tile, runs);
            _recency.Write(tile, scale, _work.Scales);
            loss += _loss.Backward(tile, _work.Forward.Outputs.Pointer, _work.Scales);
            _work.Backward.Run(tile, _work.Forward, runs, _work.GradUsers.Pointer, Gradients);
            // a run that goes on in the next tile goes on in the same gradient row
            carried = next < sorted.Length && sorted[next].User == tile[^1].User;
            done(_work.Users.AsSpan(0, runs - (carried ? 1 : 0)), _work.GradUsers.Pointer);
            if (carried)
                RowKernels.Repeat(_work.GradUsers.Pointer + ((nint)(runs - 1) * _shape.UserRow), _work.GradUsers.Pointer, _shape.LearnedUserRow, 1);
        }

        Gradients.Complete();
        return loss;
    }

    /// <summary>The summed loss of rows, with nothing moved.</summary>
    public double Evaluate(ReadOnlySpan<PackedRow> rows)
    {
        CopyUnknownUser();
        _work.Forward.Dropout = null;
        var loss = 0.0;
        for (var start = 0; start < rows.Length; start += TileForward.Rows)
        {
            var tile = rows.Slice(start, Math.Min(TileForward.Rows, rows.Length - start));
            _work.Forward.Run(tile, _work.Gather(tile, Users));
            loss += _loss.Evaluate(tile, _work.Forward.Outputs.Pointer);
        }

        return loss;
    }

    private void Move(ReadOnlySpan<int> users, float* grads)
    {
        for (var i = 0; i < users.Length; i++, grads += _shape.UserRow)
        {
            if (users[i] < Users.Users)
                Users.Step(_adam, users[i], grads);
            else
                RowKernels.Add(grads, Gradients.At(_weights.Layout.UnknownUser), _shape.LearnedUserRow);
        }
    }

    // Asks for the users of the tile that starts there, so that they are near when it comes to it.
    private void Prefetch(ReadOnlySpan<PackedRow> sorted, int start)
    {
        if (!Users.IsLarge)
            return;
        for (var (i, last) = (start, -1); i < Math.Min(start + TileForward.Rows, sorted.Length); i++)
        {
            if (sorted[i].User != last)
                Users.Prefetch(last = sorted[i].User);
        }
    }

    private void CopyUnknownUser() =>
        RowKernels.Repeat(_weights.At(_weights.Layout.UnknownUser), Users.Row(Users.Users), _shape.UserRow, 1);
}
