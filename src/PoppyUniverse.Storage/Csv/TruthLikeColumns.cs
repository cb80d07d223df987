using System.Buffers.Text;
using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Parquet;

namespace PoppyUniverse.Storage.Csv;

/// <summary>
/// Columns of a log's file that tell what models are asked: by name, or, in a CSV file, because their numbers follow the
/// Strength. Nothing here reads such columns, but others who learn from the file may.
/// </summary>
public static class TruthLikeColumns
{
    private const int RowsLookedAt = 10_000;
    private const int FewestRows = 20;
    private const double Suspicious = 0.95;

    private static readonly string[] Names = ["expectedstrength", "predictedstrength", "choiceprobability", "choicerank", "truth", "p1", "p2", "p3", "p4", "p5"];

    /// <summary>Looks for them.</summary>
    /// <param name="path">A log's file that can be read.</param>
    /// <returns>A sentence a column, in the file's order.</returns>
    public static IReadOnlyList<string> Of(string path)
    {
        if (FileMagic.IsParquet(path))
        {
            using var file = ParquetFiles.Open(path);
            return [.. Enumerable.Range(0, file.FileMetaData.Schema.NumColumns).Select(c => file.FileMetaData.Schema.Column(c).Name).Where(IsNamedSo).Select(Named)];
        }

        using var rows = InteractionRowReader.Open(path, new());
        var sums = rows.Headers.Select(header => InteractionColumn.Meaning(header) < 0 ? new Correlation() : null).ToArray();
        try
        {
            for (var row = 0; row < RowsLookedAt && rows.Read(); row++)
            {
                for (var column = 0; rows.Strength != Interaction.MissingStrength && column < sums.Length; column++)
                    sums[column]?.Add(rows.Field(column), rows.Strength);
            }
        }
        catch (DataFormatException)
        {
            // a bad row was told when the file was read; the rows before it are enough here
        }

        return [.. rows.Headers.Select((header, column) => sums[column] is not { } own ? null : IsNamedSo(header) ? Named(header) : own.Sentence(header)).OfType<string>()];
    }

    private static bool IsNamedSo(string header) => Names.Contains(string.Concat(header.Where(character => character is not ('_' or ' ' or '-'))).ToLowerInvariant());

    private static string Named(string header) => $"Column {Excerpt.Of(header)} is named like a truth or a prediction; nothing here reads it, but a model that does knows the answers.";

    /// <summary>Pearson's correlation of a column with Strength, from sums.</summary>
    private sealed class Correlation
    {
        private long _rows;
        private long _other; // rows that hold no number
        private double _x;
        private double _y;
        private double _xx;
        private double _yy;
        private double _xy;

        public void Add(ReadOnlySpan<byte> field, byte strength)
        {
            if (!Utf8Parser.TryParse(field, out double x, out var read) || read != field.Length || !double.IsFinite(x))
            {
                _other++;
                return;
            }

            _rows++;
            (_x, _y, _xx, _yy, _xy) = (_x + x, _y + strength, _xx + (x * x), _yy + ((double)strength * strength), _xy + (x * strength));
        }

        public string? Sentence(string header)
        {
            var (xx, yy, xy) = ((_rows * _xx) - (_x * _x), (_rows * _yy) - (_y * _y), (_rows * _xy) - (_x * _y));
            if (_rows < FewestRows || _other > 0 || xx <= 0 || yy <= 0)
                return null;
            var correlation = xy / Math.Sqrt(xx * yy);
            return Math.Abs(correlation) < Suspicious
                ? null
                : $"Column {Excerpt.Of(header)} tells the Strength (correlation {correlation.ToString("0.00", CultureInfo.InvariantCulture)} over {_rows} rows); nothing here reads it, but a model that does knows the answers.";
        }
    }
}
