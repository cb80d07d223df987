using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// The laws of choice that depend on no user, and the vectors of values as the kernels want them. Popularity is
/// q = (n + 1) / (all + V); the law of an hour is drawn toward it by <see cref="HourPriorRows"/> imagined rows.
/// </summary>
internal sealed unsafe class ChoiceLaws
{
    /// <summary>Imagined rows of the coarser law that a user's counts, and those in a part of the week, are given: 5.</summary>
    public const double UserPriorRows = Baselines.CountBaseline.PriorRows;

    /// <summary>Imagined rows of popularity that every hour's law is given: 50, for an hour's law is everybody's.</summary>
    public const double HourPriorRows = 50;

    // ln of a popularity that is nothing beside any value's
    private const float Never = -1e6f;

    private readonly AlignedFloats _vectors;

    public ChoiceLaws(ChoiceFactors factors)
    {
        (Factors, Values) = (factors.ValueFactor.Shape[1], factors.ValueFactor.Shape[0]);
        Columns = (Values + MatrixProduct.ColumnGroup - 1) & ~(MatrixProduct.ColumnGroup - 1);
        _vectors = new((long)Factors * Columns);
        for (var entry = 0; entry < factors.ValueFactor.Data.Length; entry++)
            _vectors.Pointer[(entry % Factors * Columns) + (entry / Factors)] = factors.ValueFactor.Data[entry];
        var hours = factors.HourPicks.Data;
        Popularity = new double[Values];
        for (var i = 0; i < hours.Length; i++)
            Popularity[i % Values] += hours[i];
        var all = Popularity.Sum() + Values;
        for (var value = 0; value < Values; value++)
            Popularity[value] = (Popularity[value] + 1) / all;
        LogPopularity = new(Columns);
        for (var value = 0; value < Values; value++)
            LogPopularity.Pointer[value] = (float)PortableMath.Log(Popularity[value]);
        LogPopularity.Span[Values..].Fill(Never);
        HourLift = new((long)TimeSlot.Hours * Columns);
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
            Lift(hours.AsSpan(hour * Values, Values), HourLift.Slice(hour * Columns, Values));
    }

    /// <summary>Length F of vectors.</summary>
    public int Factors { get; }

    /// <summary>Number of values V.</summary>
    public int Values { get; }

    /// <summary>V, padded for the kernels.</summary>
    public int Columns { get; }

    /// <summary>(V), q.</summary>
    public double[] Popularity { get; }

    /// <summary>(Columns), ln q; what is no value is never picked.</summary>
    public AlignedFloats LogPopularity { get; }

    /// <summary>(24 × Columns), ln of the hour's law over q.</summary>
    public AlignedFloats HourLift { get; }

    /// <summary>scores += vector of a user · vector of each value; (Columns) scores.</summary>
    public void AddProducts(ReadOnlySpan<float> user, float* scores)
    {
        fixed (float* vector = user)
        {
            MatrixProduct.Add(
                new Matrix(vector, 1, Factors, Factors), new Matrix(_vectors.Pointer, Factors, Columns, Columns), new Matrix(scores, 1, Columns, Columns));
        }
    }

    /// <summary>
    /// The scores of all values: weight · products of the user's vector + those of popularity and the hour in their weights,
    /// as one chain of multiply-adds for each value.
    /// </summary>
    public void Scores(float* products, TimeSlot slot, ChoiceWeights weights, float* scores)
    {
        var (product, popularity, hour) = (Vector512.Create((float)weights.Factors), Vector512.Create((float)weights.Popularity), Vector512.Create((float)weights.Hour));
        var lift = HourLift.Pointer + ((nint)slot.Hour * Columns);
        for (var j = 0; j < Columns; j += MatrixProduct.ColumnGroup)
        {
            var score = popularity * Vector512.Load(LogPopularity.Pointer + j);
            score = Vector512.FusedMultiplyAdd(hour, Vector512.Load(lift + j), score);
            Vector512.FusedMultiplyAdd(product, Vector512.Load(products + j), score).Store(scores + j);
        }

        // whatever the weights
        new Span<float>(scores + Values, Columns - Values).Fill(Never);
    }

    private void Lift(ReadOnlySpan<float> picks, Span<float> lift)
    {
        var rows = 0.0;
        foreach (var weight in picks)
            rows += weight;
        for (var value = 0; value < picks.Length; value++)
            lift[value] = (float)PortableMath.Log((picks[value] + (HourPriorRows * Popularity[value])) / ((rows + HourPriorRows) * Popularity[value]));
    }
}
