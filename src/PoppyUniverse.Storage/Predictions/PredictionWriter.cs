using System.Globalization;
using System.Text;
using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Storage.Predictions;

/// <summary>
/// Writes predictions for the engine: User_ID, then one column a value in catalog order, expected Strength in [1, 5] with
/// four decimals, or the choice probability when the model does not predict Strength.
/// </summary>
public static class PredictionWriter
{
    /// <summary>Writes a table; the file is whole or not there.</summary>
    public static void Write(PredictionTable table, string path)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(path, file =>
        {
            using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            var labels = Enumerable.Range(0, table.Catalog.ValueCount).Select(table.Catalog.Label);
            writer.WriteLine(string.Join(',', labels.Prepend("User_ID").Select(label => Csv.CsvText.Quote(label))));
            for (var user = 0; user < table.Users.Count; user++)
            {
                writer.Write(Csv.CsvText.Quote(table.Users[user]));
                foreach (var strength in table.Row(user))
                {
                    writer.Write(',');
                    writer.Write(strength.ToString("0.0000", CultureInfo.InvariantCulture));
                }

                writer.WriteLine();
            }
        });
    }
}
