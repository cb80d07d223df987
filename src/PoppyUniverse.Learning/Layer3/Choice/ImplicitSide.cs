namespace PoppyUniverse.Learning.Layer3;

/// <summary>Users or values in the factorization of choices.</summary>
internal sealed class ImplicitSide
{
    private readonly int[] _groupOfPair;

    /// <summary>A side of pairs of user and value.</summary>
    /// <param name="groupOfPair">The user, or the value, of each pair.</param>
    /// <param name="weights">Weight of each pair's picks.</param>
    /// <param name="factor">(n × F).</param>
    public ImplicitSide(int[] groupOfPair, float[] weights, NamedTensor factor)
    {
        (_groupOfPair, Factor) = (groupOfPair, factor);
        Rows = new(groupOfPair, factor.Shape[0]);
        PicksOf = new double[factor.Shape[0]];
        for (var pair = 0; pair < weights.Length; pair++)
            PicksOf[groupOfPair[pair]] += weights[pair];
    }

    /// <summary>(n × F).</summary>
    public NamedTensor Factor { get; }

    /// <summary>Pairs by group.</summary>
    public GroupedRows Rows { get; }

    /// <summary>(n), weight of each group's picks.</summary>
    public double[] PicksOf { get; }

    /// <summary>Length F of vectors.</summary>
    public int Factors => Factor.Shape[1];

    /// <summary>The vector of a pair's group.</summary>
    public ReadOnlySpan<float> VectorOf(int pair) => Factor.Data.AsSpan(_groupOfPair[pair] * Factors, Factors);
}
