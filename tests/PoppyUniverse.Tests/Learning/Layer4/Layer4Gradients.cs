using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Kernels;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Tests.Learning.Layer4;

/// <summary>The gradients that training moves by, brought into the shape of parameters.</summary>
internal static class Layer4Gradients
{
    /// <summary>Lanes that rows are cut into.</summary>
    public const int Lanes = 3;

    /// <summary>Gradients of a rating network.</summary>
    public static NetworkParameters OfRating(NetworkOptions options, PredictionTargets targets, NetworkParameters parameters, Interaction[] rows)
    {
        var result = NetworkParameters.OfRating(options, parameters.Users, Catalog.PoppyUniverse);
        Fill(result, NetworkShape.ForRating(options, Catalog.PoppyUniverse), parameters, new RatingHead(targets, Lanes), rows);
        return result;
    }

    /// <summary>Gradients of a choice network, with the candidates of a first step; ln of what each value stands for, if sampled.</summary>
    public static (ChoiceParameters Gradients, double[]? LogWeights) OfChoice(ChoiceNetworkOptions options, ChoiceParameters parameters, Interaction[] rows)
    {
        var values = parameters.ValueBias.Data.Length;
        var columns = new InteractionColumns();
        foreach (var row in rows)
            columns.Append(row with { UserIndex = Math.Max(0, row.UserIndex) });
        var statistics = LogStatistics.Of(new(Catalog.PoppyUniverse, IdMap.Range(1, parameters.Queries.Users), columns));
        var head = new ChoiceHead(options, parameters, statistics, (RandomStream.FromSeed(5), Lanes, 1));
        head.StartBatch(rows.Select(row => row.ValueIndex).Distinct().ToArray(), 1);
        var result = ChoiceParameters.Zeros(options, parameters.Queries.Users, Catalog.PoppyUniverse);
        Fill(result.Queries, NetworkShape.ForQueries(options), parameters.Queries, head, rows);
        for (var c = 0; c < head.Candidates.Count; c++)
            TakeCandidate(c);
        return (result, head.LogWeights is null ? null : [.. Enumerable.Range(0, values).Select(value => Weight(head, value))]);

        unsafe void TakeCandidate(int c)
        {
            var value = head.Candidates.Values[c];
            foreach (var loss in head.Losses.Cast<ChoiceLoss>())
            {
                result.ValueBias.Data[value] += loss.GradBias(c);
                for (var k = 0; k < options.VectorSize; k++)
                    result.ValueVector.Data[(value * options.VectorSize) + k] += loss.GradVector(c)[k];
            }
        }
    }

    // a value that is no candidate has no part in the sum
    private static double Weight(ChoiceHead head, int value) =>
        head.Candidates.Values.Contains(value) ? head.LogWeights!.Span[head.PlaceOf(value)] : double.NegativeInfinity;

    private static void Fill(NetworkParameters result, NetworkShape shape, NetworkParameters parameters, IHead head, Interaction[] rows)
    {
        var weights = new NetworkWeights(shape);
        ParameterTransfer.Load(parameters, shape, weights);
        int[] values = shape.TakesValue ? [.. Enumerable.Range(0, shape.Values + 1)] : [0];
        var plan = new LanePlan(Enumerable.Repeat(1L, parameters.Users).ToArray(), Lanes);
        var recency = new RecencyWeights(new(Catalog.PoppyUniverse, IdMap.Range(1, 1), new()), 0, Alone.Instance);
        TileWork[] works = [.. Enumerable.Range(0, Lanes).Select(_ => new TileWork(shape, weights))];
        var lanes = Enumerable.Range(0, Lanes).Select(lane => new Lane(shape, weights, new float[plan.FirstUser(lane + 1) - plan.FirstUser(lane)], (head.Losses[lane], recency, null), works[lane])).ToArray();
        for (var lane = 0; lane < lanes.Length; lane++)
            AccumulateLane(lane);
        var sum = lanes[0].Gradients;
        foreach (var (to, from) in new LaneSums(Lanes, []).Remaining)
            lanes[to].Gradients.Add(lanes[from].Gradients, values);
        var fold = new GradientFold(shape, weights);
        fold.Values(sum, values);
        fold.Hours(sum);
        fold.Days(sum);
        fold.Outputs(sum);
        var folded = new NetworkWeights(shape);
        unsafe
        {
            new Span<float>(sum.At(0), weights.Layout.Length).CopyTo(folded.Block.Span);
        }

        ParameterTransfer.Store(folded, shape, result);

        unsafe void AccumulateLane(int lane)
        {
            for (var user = plan.FirstUser(lane); user < plan.FirstUser(lane + 1); user++)
                ParameterTransfer.LoadUser(parameters, user, shape, new(lanes[lane].Users.Row(user - plan.FirstUser(lane)), shape.UserRow));
            var packed = rows
                .Where(row => row.UserIndex < 0 ? lane == 0 : plan.LaneOf(row.UserIndex) == lane)
                .Select(row => new PackedRow(
                    row.UserIndex < 0 ? lanes[lane].Users.Users : row.UserIndex - plan.FirstUser(lane),
                    row.ValueIndex < 0 ? shape.Values : row.ValueIndex, row.Slot, row.Strength))
                .ToArray();
            lanes[lane].Begin(packed);
            lanes[lane].Accumulate(values, 1f / rows.Length, new Taking(works[lane], (user, grad) =>
            {
                // no gradient of what does not learn
                Span<float> row = new float[shape.UserRow];
                new ReadOnlySpan<float>((float*)grad, shape.LearnedUserRow).CopyTo(row);
                if (user == lanes[lane].Users.Users)
                    row.CopyTo(new(lanes[lane].Gradients.At(weights.Layout.UnknownUser), shape.UserRow));
                else
                    ParameterTransfer.StoreUser(row, plan.FirstUser(lane) + user, shape, result);
            }));
        }
    }

    // Takes the gradients of users instead of moving them.
    private readonly unsafe struct Taking(TileWork work, Action<int, nint> take) : ISideWork
    {
        public void Row(int run) => take(work.Forward.Runs.Users[run], (nint)(work.GradUsers.Pointer + (run * (work.GradUsers.Length / TileForward.Rows))));
    }
}
