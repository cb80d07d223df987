using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Embeddings;

namespace PoppyUniverse.Tests.Learning.Embeddings;

public sealed class SharedSpaceTests
{
    private static readonly InteractionLog Log = SmallLogs.Make(300, i => new(i % 7, i * 5 % 21, (byte)(1 + (i % 5)), i * 1_000_000_000L));

    [Fact]
    public void OfStrength_Product_IsWhatTheModelsFactorsAddToStrength()
    {
        var model = Train(PredictionTargets.Strength);
        var space = SharedSpace.OfStrength(model)!;
        var (rating, width) = (model.Parameters.Rating!, model.Options.Rating.Factors);
        Assert.Equal((21, 7, width), (space.ValueCount, space.UserCount, space.Dimensions));
        for (var value = 0; value < 21; value++)
        {
            var expected = 0.0;
            for (var d = 0; d < width; d++)
                expected += rating.UserFactor.Data[(3 * width) + d] * rating.Value!.Factor.Data[(value * width) + d] * (double)rating.FactorWeight.Data[d * rating.FactorWeight.Shape[1]];
            Assert.Equal(expected, Dot(space.User(3), space.Value(value)), 5);
        }
    }

    [Fact]
    public void OfChoice_Values_AreTheLearnedVectors()
    {
        var model = Train(PredictionTargets.Choice);
        Assert.Equal(model.Parameters.Choice!.ValueVector.Data, SharedSpace.OfChoice(model)!.Values.ToArray());
    }

    [Fact]
    public void OfChoice_Users_LieWhereTheirBiasAndProductTermDo()
    {
        var log = SmallLogs.Make(3000, i => new(i % 7, ((i % 7 * 3) + (i * i % 4)) % 21, (byte)(1 + (i % 5)), i * 1_000_000_000L));
        var model = Train(PredictionTargets.Choice, log);
        var (space, queries) = (SharedSpace.OfChoice(model)!, model.Parameters.Choice!.Queries);
        var (factors, size) = (queries.UserFactor.Shape[1], space.Dimensions);
        for (var k = 0; k < size; k++)
        {
            var expected = queries.UserBias.Data[(2 * size) + k] + Enumerable.Range(0, factors).Sum(d =>
                queries.UserFactor.Data[(2 * factors) + d] * (double)queries.FactorWeight.Data[(d * size) + k]
                * (1 + Enumerable.Range(0, TimeSlot.Hours).Average(hour => queries.HourFactor.Data[(hour * factors) + d]))
                * (1 + Enumerable.Range(0, TimeSlot.Days).Average(day => queries.DayFactor.Data[(day * factors) + d])));
            Assert.Equal(expected, space.User(2)[k], 4);
        }

        Assert.True(Math.Sqrt(Dot(space.User(2), space.User(2))) > 0.1, "the user lies in the middle");
    }

    [Fact]
    public void Of_WhatTheModelDoesNotLearn_IsNull()
    {
        Assert.Null(SharedSpace.OfChoice(Train(PredictionTargets.Strength)));
        Assert.Null(SharedSpace.OfStrength(Train(PredictionTargets.Choice)));
    }

    private static Layer4Model Train(PredictionTargets targets, InteractionLog? log = null) =>
        Layer4Trainer.Train(log ?? Log, new() { Targets = targets, Rating = new() { Epochs = 2 }, Choice = new() { Epochs = 2 } }, RandomStream.FromSeed(1), new()).Model;

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * (double)b[i];
        return sum;
    }
}
