using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Tests.Csv;

public sealed class TruthLikeColumnsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_ColumnsThatTellTheStrength_NamesThem()
    {
        var found = Of("p1,Note,Double,Minus,Price", row => $"0.2,text,{2 * Strength(row)},{-Strength(row)}.5,{row * 37 % 11}");
        Assert.Equal(3, found.Count);
        Assert.StartsWith("Column \"p1\" is named like a truth or a prediction", found[0], StringComparison.Ordinal);
        Assert.StartsWith("Column \"Double\" tells the Strength (correlation 1.00 over 50 rows)", found[1], StringComparison.Ordinal);
        Assert.StartsWith("Column \"Minus\" tells the Strength (correlation -1.00", found[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OrdinaryColumns_IsEmpty() =>
        Assert.Empty(Of("Interaction_ID,Constant,Half,Word", row => $"{row},7,{(row % 2 == 0 ? "" : Strength(row).ToString(System.Globalization.CultureInfo.InvariantCulture))},w{row}"));

    private static int Strength(int row) => 1 + (row * 7 % 5);

    private IReadOnlyList<string> Of(string headers, Func<int, string> fields)
    {
        var path = Path.Combine(_folder.Path, "log.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 50).Select(row => $"{row % 4},Star,G,{Strength(row)},2026-01-01 00:00:{row:00},{fields(row)}").Prepend("User_ID,Category_Type,Category_Value,Strength,Timestamp," + headers));
        return TruthLikeColumns.Of(path);
    }
}
