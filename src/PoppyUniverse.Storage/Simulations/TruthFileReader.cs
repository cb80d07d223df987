using ParquetSharp;
using PoppyUniverse.Storage.Parquet;
using Interaction = PoppyUniverse.Interactions.Interaction;

namespace PoppyUniverse.Storage.Simulations;

/// <summary>What a truth file says of some rows of its log.</summary>
/// <param name="ExpectedStrengths">(n).</param>
/// <param name="ClassProbabilities">(n × 5).</param>
/// <param name="ChoiceProbabilities">(n), of the value that was picked.</param>
/// <param name="ChoiceRanks">(n), of the value that was picked, from 1.</param>
public sealed record TruthOfRows(float[] ExpectedStrengths, float[] ClassProbabilities, float[] ChoiceProbabilities, int[] ChoiceRanks);

/// <summary>Reads truth files: for evaluation only, which alone may see them.</summary>
public static class TruthFileReader
{
    private const int Classes = Interaction.StrengthClasses;

    /// <summary>Reads the truth about some rows.</summary>
    /// <param name="path">The truth file.</param>
    /// <param name="rows">Row numbers in the log, from 0, ascending.</param>
    /// <param name="logRows">Rows of the log: the truth must have as many.</param>
    /// <exception cref="DataFormatException">No truth file, or one of another log.</exception>
    public static TruthOfRows Read(string path, IReadOnlyList<long> rows, long logRows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        try
        {
            using var file = ParquetFiles.Open(path);
            if (!file.FileMetaData.KeyValueMetadata.TryGetValue(TruthColumns.KindKey, out var kind) || kind != TruthColumns.Kind)
                throw new DataFormatException(path, 0, 0, "is no truth file; expected one that poppy simulate --truth has written.");
            if (file.FileMetaData.NumRows != logRows)
                throw new DataFormatException(path, 0, 0, $"has {file.FileMetaData.NumRows:N0} rows, the log {logRows:N0}; expected the truth about that log.");
            return Take(file, rows);
        }
        catch (ParquetException error)
        {
            throw ParquetFailures.OfReading(path, error);
        }
    }

    private static TruthOfRows Take(ParquetFileReader file, IReadOnlyList<long> rows)
    {
        var truth = new TruthOfRows(new float[rows.Count], new float[rows.Count * Classes], new float[rows.Count], new int[rows.Count]);
        var (next, first) = (0, 0L);
        for (var g = 0; g < file.FileMetaData.NumRowGroups && next < rows.Count; g++)
        {
            using var group = file.RowGroup(g);
            var count = checked((int)group.MetaData.NumRows);
            if (rows[next] < first + count)
                next = TakeGroup(group, rows, (next, first, count), truth);
            first += count;
        }

        return truth;
    }

    private static int TakeGroup(RowGroupReader group, IReadOnlyList<long> rows, (int Next, long First, int Count) at, TruthOfRows truth)
    {
        var expected = Doubles(TruthColumns.ExpectedStrength);
        double[][] classes = [.. Enumerable.Range(1, Classes).Select(strength => Doubles(TruthColumns.ClassProbability(strength)))];
        var choices = Doubles(TruthColumns.ChoiceProbability);
        var ranks = Column<int>(TruthColumns.ChoiceRank);
        var next = at.Next;
        for (; next < rows.Count && rows[next] < at.First + at.Count; next++)
        {
            var from = (int)(rows[next] - at.First);
            (truth.ExpectedStrengths[next], truth.ChoiceProbabilities[next], truth.ChoiceRanks[next]) = ((float)expected[from], (float)choices[from], ranks[from]);
            for (var c = 0; c < Classes; c++)
                truth.ClassProbabilities[(next * Classes) + c] = (float)classes[c][from];
        }

        return next;

        double[] Doubles(string name) => Column<double>(name);

        T[] Column<T>(string name)
        {
            using var reader = group.Column(group.MetaData.Schema.ColumnIndex(name)).LogicalReader<T>();
            return reader.ReadAll(at.Count);
        }
    }
}
