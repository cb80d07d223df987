using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// The best that any model could say of rows of a simulation: the probabilities they were drawn with, found by replaying
/// their blocks.
/// </summary>
public sealed class Oracle
{
    private Oracle(int count)
    {
        ExpectedStrengths = new float[count];
        ClassProbabilities = new float[count * Interaction.StrengthClasses];
        ChoiceProbabilities = new float[count];
        ChoiceRanks = new int[count];
    }

    /// <summary>Expected Strength of each row, (n).</summary>
    public float[] ExpectedStrengths { get; }

    /// <summary>Probabilities of Strength 1…5, (n × 5).</summary>
    public float[] ClassProbabilities { get; }

    /// <summary>Probability of the value picked, over the whole catalog, (n).</summary>
    public float[] ChoiceProbabilities { get; }

    /// <summary>Rank of the value picked, from 1, among all values in order of that probability, (n).</summary>
    public int[] ChoiceRanks { get; }

    /// <summary>Replays a simulation for some of its rows.</summary>
    /// <param name="simulator">The world.</param>
    /// <param name="rows">Row numbers, ascending.</param>
    public static Oracle For(Simulator simulator, IReadOnlyList<long> rows)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(rows);
        const int PieceRows = 8_192;
        var oracle = new Oracle(rows.Count);
        var (piece, truth) = (new SimulatedRows(PieceRows), new TruthRows(PieceRows));
        var next = 0;
        for (var block = 0; block < simulator.BlockCount && next < rows.Count; block++)
        {
            var open = simulator.Open(block);
            if (rows[next] >= open.FirstRow + open.RowCount)
                continue;
            while (next < rows.Count && open.Read(piece, truth))
            {
                for (; next < rows.Count && rows[next] < piece.FirstRow + piece.Count; next++)
                    oracle.Take(next, (int)(rows[next] - piece.FirstRow), truth);
            }
        }

        return oracle;
    }

    private void Take(int to, int from, TruthRows truth)
    {
        const int Classes = Interaction.StrengthClasses;
        ExpectedStrengths[to] = (float)truth.ExpectedStrengths[from];
        ChoiceProbabilities[to] = (float)truth.ChoiceProbabilities[from];
        ChoiceRanks[to] = truth.ChoiceRanks[from];
        for (var c = 0; c < Classes; c++)
            ClassProbabilities[(to * Classes) + c] = (float)truth.ClassProbabilities[(from * Classes) + c];
    }
}
