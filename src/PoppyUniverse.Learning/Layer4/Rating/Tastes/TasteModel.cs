using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Factor analysis of Strength: mean + level_u + weekend_u · (±1) + Σ_b B_b(hour) · (μ_vb + w_u · M_vb) + noise, the basis B
/// being 1 and a wave over the day, so that a value may please one user in the morning and another at night. Users are drawn
/// from N(0, ·): level and weekend with variances of their own, tastes w, (R), from N(0, I).
/// </summary>
internal sealed class TasteModel
{
    /// <summary>Entries of the basis that values have: <see cref="DayWaves"/>.</summary>
    public const int Waves = DayWaves.Count;

    private const double FirstDeviation = 0.1;

    /// <summary>A model to begin with: values drawn at random.</summary>
    public TasteModel(int values, int rank, (double Mean, double Variance) strength, RandomStream random)
    {
        (Values, Rank, Mean, Variance) = (values, rank, strength.Mean, strength.Variance);
        (Noise, LevelVariance, WeekendVariance) = (0.55 * strength.Variance, 0.15 * strength.Variance, 0.04 * strength.Variance);
        PriorVariance = FirstDeviation * FirstDeviation * strength.Variance;
        (ValueVariances, TasteVariances) = ([PriorVariance, PriorVariance, PriorVariance], [PriorVariance, PriorVariance, PriorVariance]);
        OfValue = new double[values * ValueLength];
        var draws = random.Sequence();
        for (var row = 0; row < values * Waves; row++)
        {
            for (var r = 1; r <= rank; r++)
                OfValue[(row * Width) + r] = Math.Sqrt(PriorVariance) * PortableMath.NormalQuantile(draws.NextDouble());
        }
    }

    public int Values { get; }

    /// <summary>R, the length of tastes.</summary>
    public int Rank { get; }

    /// <summary>Mean Strength.</summary>
    public double Mean { get; }

    /// <summary>Variance of Strength.</summary>
    public double Variance { get; }

    /// <summary>Variance of Strength around the answer.</summary>
    public double Noise { get; set; }

    /// <summary>Variance of users' levels.</summary>
    public double LevelVariance { get; set; }

    /// <summary>Variance of what weekends are to users.</summary>
    public double WeekendVariance { get; set; }

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
    public int ValueLength => Waves * Width;

    /// <summary>Width of a user's (level, weekend, w).</summary>
    public int UserWidth => DenseRows.Padded(2 + Rank);
}
