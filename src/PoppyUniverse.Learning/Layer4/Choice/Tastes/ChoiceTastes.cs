using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Factor analysis of choices: a share of the picks repeats what the user picked before; of the others, the logit of value v
/// is Σ_b B_b(hour) · (μ_vb + w_u · M_vb), the basis B being <see cref="DayWaves"/>.
/// Users' tastes w, (R), are drawn from N(0, I).
/// </summary>
internal sealed class ChoiceTastes
{
    private const double FirstDeviation = 0.6;
    private const double FirstOfWaves = 0.6; // beside the level's
    private const double FirstWaveVariance = 0.1;
    private const double FirstHabit = 1 / 3.0;
    private const double PopularityVariance = 100; // next to no prior

    /// <summary>A model to begin with: everybody follows popularity, values have tastes drawn at random.</summary>
    /// <param name="popularity">(V), shares of all picks, none 0.</param>
    /// <param name="rank">R.</param>
    /// <param name="random">Where chance comes from.</param>
    public ChoiceTastes(double[] popularity, int rank, RandomStream random)
    {
        (Popularity, Rank) = (popularity, rank);
        PriorVariance = FirstDeviation * FirstDeviation / rank;
        (ValueVariances, TasteVariances) = ([PopularityVariance, FirstWaveVariance, FirstWaveVariance], [PriorVariance, PriorVariance, PriorVariance]);
        OfValue = new double[Values * ValueLength];
        var draws = random.Sequence();
        for (var row = 0; row < Values * DayWaves.Count; row++)
        {
            var deviation = Math.Sqrt(PriorVariance) * (row % DayWaves.Count == 0 ? 1 : FirstOfWaves);
            for (var r = 1; r <= rank; r++)
                OfValue[(row * Width) + r] = deviation * PortableMath.NormalQuantile(draws.NextDouble());
        }

        for (var value = 0; value < Values; value++)
            OfValue[value * ValueLength] = PortableMath.Log(popularity[value]);
    }

    /// <summary>(V), shares of all picks.</summary>
    public double[] Popularity { get; }

    public int Values => Popularity.Length;

    /// <summary>R, the length of tastes.</summary>
    public int Rank { get; }

    /// <summary>Share of picks that repeat the user's own.</summary>
    public double Habit { get; set; } = FirstHabit;

    /// <summary>What the variances of M are believed to be before anything is seen.</summary>
    public double PriorVariance { get; }

    /// <summary>(3) of μ, by entry of the basis.</summary>
    public double[] ValueVariances { get; set; }

    /// <summary>(3) of M, by entry of the basis.</summary>
    public double[] TasteVariances { get; set; }

    /// <summary>(V × 3 × Width): μ_vb, M_vb (R), zeros.</summary>
    public double[] OfValue { get; }

    /// <summary>Width of a row (1, w).</summary>
    public int Width => DenseRows.Padded(1 + Rank);

    /// <summary>Doubles of a value.</summary>
    public int ValueLength => DayWaves.Count * Width;
}
