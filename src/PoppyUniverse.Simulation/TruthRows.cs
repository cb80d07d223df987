using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// What the oracle knows of consecutive rows: the probabilities they were drawn with. A type of its own, so that no
/// observation ever carries the truth.
/// </summary>
/// <param name="capacity">The most rows it holds.</param>
public sealed class TruthRows(int capacity)
{
    internal readonly double[] Classes = new double[capacity * Interaction.StrengthClasses];
    internal readonly double[] Expected = new double[capacity];
    internal readonly double[] Choices = new double[capacity];
    internal readonly int[] Ranks = new int[capacity];

    /// <summary>The most rows it holds.</summary>
    public int Capacity => capacity;

    /// <summary>Rows held.</summary>
    public int Count { get; private set; }

    /// <summary>P(Strength = 1…5 | user, value, hour, day) of each row, (n × 5).</summary>
    public ReadOnlySpan<double> ClassProbabilities => Classes.AsSpan(0, Count * Interaction.StrengthClasses);

    /// <summary>Expected Strength given user, value, hour and day, (n).</summary>
    public ReadOnlySpan<double> ExpectedStrengths => Expected.AsSpan(0, Count);

    /// <summary>P(the row's value | user, hour, day, what the user picked before), over all values of the catalog, (n).</summary>
    public ReadOnlySpan<double> ChoiceProbabilities => Choices.AsSpan(0, Count);

    /// <summary>
    /// Rank of the row's value, from 1, when all values of the catalog are ordered by that probability (equal ones in the
    /// catalog's order), (n): what HR@k, NDCG@k and MRR of the best possible ranking are made of.
    /// </summary>
    public ReadOnlySpan<int> ChoiceRanks => Ranks.AsSpan(0, Count);

    internal void Reset(int count) => Count = count;
}
