using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// A fixed part of the users with all their interactions. A lane works through its part of each batch alone: it owns its
/// users' rows and moves them itself; what it finds about the shared parameters it leaves in <see cref="Gradients"/>.
/// </summary>
internal sealed unsafe partial class Lane
{
    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly UserSort _sort;
    private readonly TileWork _work;
    private readonly ITileLoss _loss;
    private readonly RecencyWeights _recency;
    private int _rows; // of the batch part

    /// <param name="shape">Sizes.</param>
    /// <param name="weights">The shared parameters.</param>
    /// <param name="userDecays">Weight decay of each user's row.</param>
    /// <param name="judge">The loss, the weights of rows by age, and what leaves hidden units out.</param>
    /// <param name="work">What its worker computes with.</param>
    public Lane(NetworkShape shape, NetworkWeights weights, float[] userDecays, (ITileLoss Loss, RecencyWeights Recency, HiddenDropout? Dropout) judge, TileWork work)
    {
        (_shape, _weights, _work) = (shape, weights, work);
        Users = new(userDecays, shape);
        Gradients = new(shape, weights);
        _sort = new(Users.Users + 1);
        (_loss, _recency, Dropout) = judge;
    }

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
        var sorted = _sort.Sorted(_rows);
        fixed (PackedRow* all = sorted)
        {
            var requests = new UserRequests(Users, all, sorted.Length);
            for (var row = 0; row < TileForward.Rows; row++)
                requests.Row(row);
        }
    }

    /// <summary>Gradients of the batch part that was begun, users moved. Returns the summed loss.</summary>
    /// <param name="values">The values that occur in the whole batch.</param>
    /// <param name="scale">1 / batch size.</param>
    /// <param name="adam">The step for the users' rows.</param>
    public double Train(ReadOnlySpan<int> values, float scale, Adam adam)
    {
        Dropout?.Start(adam.Number);
        return Accumulate(values, scale, new UserSteps(this, &adam));
    }

    /// <summary>
    /// Gradients of the batch part that was begun; what to do with those of the users is left to <paramref name="done"/>, which
    /// is told of a tile's runs (<see cref="TileRuns.Users"/>, <see cref="TileWork.GradUsers"/>) whose rows are all done.
    /// </summary>
    public double Accumulate<TDone>(ReadOnlySpan<int> values, float scale, TDone done)
        where TDone : struct, ISideWork
    {
        HasBegun = false;
        Start(Dropout);
        var sorted = _sort.Sorted(_rows);
        Gradients.Clear(values);
        _loss.Clear();
        var (loss, carried) = (0.0, false);
        fixed (PackedRow* all = sorted)
        {
            for (var start = 0; start < sorted.Length; start += TileForward.Rows)
            {
                var next = Math.Min(start + TileForward.Rows, sorted.Length);
                var tile = sorted[start..next];
                var runs = _work.Forward.Runs.Find(tile, Users.RowStride);
                _work.Forward.Run(tile.Length, runs, new TileWork.EmbeddingCopies(_work, Users, carried));
                _recency.Write(tile, scale, _work.Scales);
                loss += _loss.Backward(tile, _work.Forward.Outputs.Pointer, _work.Scales);
                // a run that goes on in the next tile goes on in the same gradient row
                carried = next < sorted.Length && sorted[next].User == tile[^1].User;
                _work.Backward.Run(
                    tile.Length, _work.Forward, runs, _work.GradUsers.Pointer, Gradients, (done, runs - (carried ? 1 : 0)), new UserRequests(Users, all + next, sorted.Length - next));
                if (carried)
                    RowKernels.Copy(_work.GradUsers.Pointer + ((nint)(runs - 1) * _shape.UserRow), _work.GradUsers.Pointer, _shape.LearnedUserRow);
            }
        }

        Gradients.Complete();
        return loss;
    }

    /// <summary>The summed loss of rows, with nothing moved.</summary>
    public double Evaluate(ReadOnlySpan<PackedRow> rows)
    {
        Start(dropout: null);
        var loss = 0.0;
        for (var start = 0; start < rows.Length; start += TileForward.Rows)
        {
            var tile = rows.Slice(start, Math.Min(TileForward.Rows, rows.Length - start));
            _work.Forward.Run(tile.Length, _work.Forward.Runs.Find(tile, Users.RowStride), new TileWork.EmbeddingCopies(_work, Users, carried: false));
            loss += _loss.Evaluate(tile, _work.Forward.Outputs.Pointer);
        }

        return loss;
    }

    // Makes the worker's tiles this lane's, and copies the unknown user from where it learns.
    private void Start(HiddenDropout? dropout)
    {
        _work.Forward.UserRows = Users.Row(0);
        _work.Forward.Dropout = dropout;
        RowKernels.Copy(_weights.At(_weights.Layout.UnknownUser), Users.Row(Users.Users), _shape.UserRow);
    }
}
