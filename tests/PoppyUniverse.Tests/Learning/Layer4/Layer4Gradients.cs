using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Tests.Learning.Layer4;

/// <summary>The gradients that training moves by, brought into the shape of parameters.</summary>
internal static class Layer4Gradients
{
    /// <summary>Gradients as training makes them, in the shape of parameters.</summary>
    public static Layer4Parameters Of(Layer4Options options, Layer4Parameters parameters, Interaction[] rows)
    {
        var shape = new Layer4Shape(options, Catalog.PoppyUniverse);
        var weights = new Layer4Weights(shape);
        ParameterTransfer.Load(parameters, shape, weights);
        var result = Layer4Parameters.Zeros(options, parameters.Users, Catalog.PoppyUniverse);
        var values = Enumerable.Range(0, shape.Values + 1).ToArray();
        var plan = new LanePlan(Enumerable.Repeat(1L, parameters.Users).ToArray(), options.Lanes);
        var lanes = plan.UsersOfLane.Select(users => new Lane(shape, weights, options.Targets, new float[users])).ToArray();
        for (var lane = 0; lane < lanes.Length; lane++)
            AccumulateLane(lane);
        var sum = new SharedOptimizer(shape, weights, 0, new float[shape.Values + 1]).Sum(lanes, values);
        var folded = new Layer4Weights(shape);
        unsafe
        {
            new Span<float>(sum.At(0), weights.Layout.Length).CopyTo(folded.Block.Span);
        }

        ParameterTransfer.Store(folded, shape, result);
        return result;

        unsafe void AccumulateLane(int lane)
        {
            lanes[lane].Gradients.Clear(values);
            foreach (var user in plan.InLane(lane))
                ParameterTransfer.LoadUser(parameters, user, shape, new(lanes[lane].Users.Row(plan.Of(user).Index), shape.UserRow));
            var packed = rows
                .Where(row => row.UserIndex < 0 ? lane == 0 : plan.Of(row.UserIndex).Lane == lane)
                .Select(row => new PackedRow(
                    row.UserIndex < 0 ? lanes[lane].Users.Users : plan.Of(row.UserIndex).Index,
                    row.ValueIndex < 0 ? shape.Values : row.ValueIndex, row.Slot, row.Strength))
                .ToArray();
            var (_, touched) = lanes[lane].Accumulate(packed, 1f / rows.Length);
            for (var i = 0; i < touched; i++)
            {
                var index = lanes[lane].TouchedUser(i);
                if (index == lanes[lane].Users.Users)
                    new ReadOnlySpan<float>(lanes[lane].UserGradient(i).ToArray()).CopyTo(new(lanes[lane].Gradients.At(weights.Layout.UnknownUser), shape.UserRow));
                else
                    ParameterTransfer.StoreUser(lanes[lane].UserGradient(i), plan.InLane(lane).ElementAt(index), shape, result);
            }
        }
    }
}
