namespace PoppyUniverse.Learning.Layer3;

/// <summary>Users or values in the factorization of Strength: their rows, their tables, and what draws those toward zero.</summary>
/// <param name="GroupOfRow">The user, or value, of each row.</param>
/// <param name="PartOfRow">The part of the week (users) or of the day (values) that each row's bias has of its own.</param>
/// <param name="Bias">(n × 1 + parts).</param>
/// <param name="Factor">(n × F).</param>
/// <param name="Penalty">κ of the bias and of its parts; null where there is none.</param>
internal sealed record RatingSide(int[] GroupOfRow, int[] PartOfRow, NamedTensor Bias, NamedTensor Factor, (double? Bias, double? Part) Penalty)
{
    private GroupedRows? _rows;

    /// <summary>Rows by group; sorted when first asked for, as a fold-in never asks for those of values.</summary>
    public GroupedRows Rows => _rows ??= new(GroupOfRow, Bias.Shape[0]);

    /// <summary>Width of a group's row of biases: 1 + parts.</summary>
    public int BiasWidth => Bias.Shape[1];

    /// <summary>Length F of vectors.</summary>
    public int Factors => Factor.Shape[1];

    /// <summary>Unknowns of a group: biases and vector.</summary>
    public int Unknowns => BiasWidth + Factors;

    /// <summary>What this side's biases add to a row.</summary>
    public float BiasOf(int row)
    {
        var at = GroupOfRow[row] * BiasWidth;
        return Bias.Data[at] + Bias.Data[at + 1 + PartOfRow[row]];
    }

    /// <summary>The vector of a row's group.</summary>
    public ReadOnlySpan<float> VectorOf(int row) => Factor.Data.AsSpan(GroupOfRow[row] * Factors, Factors);
}
