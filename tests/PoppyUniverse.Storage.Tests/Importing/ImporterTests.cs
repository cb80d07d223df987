using System.Text;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Importing;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Storage.Tests.Importing;

public sealed class ImporterTests : IDisposable
{
    // Films made up for this test, in the layout of u.item: id|title|release|video release|address|19 genre flags.
    private const string Films =
        "1|Nébuleuse (1990)|01-Jan-1990||http://example.org/1|0|1|0|0|0|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n"
        + "2|Twins (1991)|01-Jan-1991||http://example.org/2|0|0|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|0\n"
        + "3|Twins (1991)|02-Jan-1991||http://example.org/3|0|0|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|1\n"
        + "4|Nameless|||http://example.org/4|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MovieLens100k_Folder_TakesFirstGenreAndTitle()
    {
        Latin1("u.item", Films);
        _folder.Write("u.data", "7\t1\t5\t881250949\n9\t2\t1\t881250950\n7\t3\t3\t881250951\n7\t4\t2\t881250952\n");
        var log = Import(ImportFormat.MovieLens100k, _folder.Path).Read.Log;
        Assert.Equal(
            ["7 Action/Nébuleuse (1990) 5 881250949", "9 Drama/Twins (1991) [2] 1 881250950", "7 Drama/Twins (1991) [3] 3 881250951", "7 unknown/Nameless 2 881250952"],
            Rows(log));
        Assert.Equal(Rows(log), Rows(Import(ImportFormat.MovieLens100k, _folder.File("u.data")).Read.Log));
    }

    [Fact]
    public void MovieLens1m_Folder_SplitsAtDoubleColons()
    {
        Latin1("movies.dat", "1::Café: A Story (1995)::Comedy|Drama\n22::Two::Colons (1996)::Sci-Fi\n");
        _folder.Write("ratings.dat", "1::22::4::978300760\r\n2::1::3::978302109\r\n");
        Assert.Equal(["1 Sci-Fi/Two::Colons (1996) 4 978300760", "2 Comedy/Café: A Story (1995) 3 978302109"], Rows(Import(ImportFormat.MovieLens1m, _folder.Path).Read.Log));
    }

    [Theory]
    [InlineData("1\t9\t5\t881250949\n", "u.data(1,3): Film is \"9\"; expected an id of u.item.")]
    [InlineData("1\t1\t5\t881250949\n1\t1\t7\t881250949\n", "u.data(2,5): Rating is \"7\"; expected a whole number from 1 to 5, or nothing (poppy import --scale takes other scales).")]
    [InlineData("1\t1\t5\tyesterday\n", "u.data(1,7): Timestamp is \"yesterday\"; expected seconds since 1970-01-01.")]
    [InlineData("1\t1\t5\n", "u.data(1): the row has 3 fields; expected 4, separated by tabs.")]
    [InlineData("\n", "u.data(1): the row has 1 fields; expected 4, separated by tabs (the line is empty).")]
    [InlineData("", "u.data: has no rows; expected at least one interaction.")]
    public void MovieLens100k_BadRow_IsLocated(string data, string expected)
    {
        Latin1("u.item", Films);
        _folder.Write("u.data", data);
        var error = Assert.Throws<DataFormatException>(() => Import(ImportFormat.MovieLens100k, _folder.Path));
        Assert.Equal(expected, error.Message.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }

    [Fact]
    public void MovieLens100k_FolderWithoutFilms_SaysWhatIsMissing()
    {
        _folder.Write("u.data", "1\t1\t5\t881250949\n");
        var error = Assert.Throws<DataFormatException>(() => Import(ImportFormat.MovieLens100k, _folder.Path));
        Assert.Equal("has no u.item; expected the folder, or u.data with u.item beside it.", error.Problem);
    }

    [Fact]
    public void Skip_BadRows_AreKeptWithTheirReason()
    {
        Latin1("u.item", Films);
        _folder.Write("u.data", "1\t1\t5\t881250949\n1\t1\t6\t881250949\n1\t2\t5\t881250949\n");
        var read = Import(ImportFormat.MovieLens100k, _folder.Path, options => options with { OnError = OnError.Skip }).Read;
        Assert.Equal((2, 1), (read.Log.Count, read.SkippedCount));
        var rejected = File.ReadAllLines(_folder.File("rejected.csv"));
        Assert.Equal("Reject_Reason,Row", rejected[0]);
        Assert.EndsWith("\"1\t1\t6\t881250949\"", rejected[1], StringComparison.Ordinal);
        Assert.Contains("u.data(2,5)", rejected[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('\t', "")]
    [InlineData(',', "userId,venueId,venueCategoryId,venueCategory,latitude,longitude,timezoneOffset,utcTimestamp\n")]
    public void FoursquareTsmc_TabsOrCommas_TakesCategoryAndUtc(char separator, string header)
    {
        var row = string.Join(separator, "12", "v1", "c1", "Café", "40.7", "-74.0", "-240", "Tue Apr 03 01:30:09 +0000 2012") + "\n";
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Latin1])
        {
            File.WriteAllBytes(_folder.File("checkins.txt"), encoding.GetBytes(header + row));
            Assert.Equal(["12 Venue/Café 0 1333416609"], Rows(Import(ImportFormat.FoursquareTsmc, _folder.File("checkins.txt")).Read.Log));
        }

        var local = Import(ImportFormat.FoursquareTsmc, _folder.File("checkins.txt"), options => options with { LocalTime = true }).Read.Log;
        Assert.Equal((21, 0), (local[0].Slot.Hour, local[0].Slot.Day)); // half past nine on Monday evening in New York
    }

    [Fact]
    public void FoursquareTsmc_TypesFile_NamesTypesAndTellsWhatItLacks()
    {
        _folder.Write("types.csv", "category,type\n\"Food, Drink\",Eating\n");
        _folder.Write("checkins.csv", "1,v,c,\"Food, Drink\",0,0,540,Tue Apr 03 18:17:18 +0000 2012\n1,v,c,Road,0,0,540,Tue Apr 03 18:17:19 +0000 2012\n");
        var imported = Import(ImportFormat.FoursquareTsmc, _folder.File("checkins.csv"), options => options with { TypesFile = _folder.File("types.csv") });
        Assert.Equal(["1 Eating/Food, Drink 0 1333477038", "1 Other/Road 0 1333477039"], Rows(imported.Read.Log));
        Assert.Contains("1 categories are not in", Assert.Single(imported.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,v,c,Road,0,0,9999,Tue Apr 03 18:17:18 +0000 2012", "(1,16): Time zone offset is \"9999\"; expected minutes from -840 to 840.")]
    [InlineData("1,v,c,\"A, \"\"B\"\"\",0,0,x,Tue Apr 03 18:17:18 +0000 2012", "(1,22): Time zone offset is \"x\"; expected minutes from -840 to 840.")]
    [InlineData("1,v,c,Road,0,0,540,2012-04-03", "(1,20): Time is \"2012-04-03\"; expected a time such as Tue Apr 03 18:17:18 +0000 2012.")]
    public void FoursquareTsmc_BadRow_IsLocated(string row, string expected)
    {
        _folder.Write("checkins.csv", "a,b,c,d,e,f,g,h\n" + row + "\n");
        var error = Assert.Throws<DataFormatException>(() => Import(ImportFormat.FoursquareTsmc, _folder.File("checkins.csv")));
        Assert.EndsWith(expected.Replace("(1,", "(2,", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FoursquareTsmc_RealSample_IsReadWhole()
    {
        var log = Import(ImportFormat.FoursquareTsmc, SharedData.Find("foursquare_tky_raw_sample.csv"), options => options with { LocalTime = true }).Read.Log;
        Assert.Equal((1_999, 0), (log.Count, log.StrengthCount));
        Assert.True(log.Catalog.IndexOf("Venue", "Café") >= 0);
        Assert.Equal(3, log[0].Slot.Hour); // 18:17 UTC is 03:17 in Tokyo
    }

    [Fact]
    public void Csv_MapAndScale_TakesColumnsAndConstants()
    {
        _folder.Write("books.csv", "reader;isbn;stars;user\nanna;\"978;1\";0.5;x\nbert;979;4.5;y\n");
        var log = Import(ImportFormat.Csv, _folder.File("books.csv"), options => options with
        {
            Columns = ColumnNames.Parse(["user=reader", "type==Book", "value=isbn", "strength=stars", "time==2020-01-01"]),
            Scale = new(0.5, 5),
        }).Read.Log;
        Assert.Equal(["anna Book/978;1 1 1577836800", "bert Book/979 5 1577836800"], Rows(log));
    }

    [Theory]
    [InlineData("user=who", "column \"who\", mapped to user, is missing; found \"id\", \"item\".")]
    [InlineData("user=id", "column Category_Type is missing; found \"id\", \"item\"; map it with type=COLUMN or type==CONSTANT.")]
    public void Csv_MapThatDoesNotFit_IsTold(string map, string expected)
    {
        _folder.Write("x.csv", "id,item\n1,2\n");
        Assert.Equal(expected, Assert.Throws<DataFormatException>(() => Import(ImportFormat.Csv, _folder.File("x.csv"), options => options with { Columns = ColumnNames.Parse([map]) })).Problem);
    }

    private ImportResult Import(ImportFormat format, string source, Func<ImportOptions, ImportOptions>? change = null)
    {
        var options = new ImportOptions { Format = format, RejectPath = _folder.File("rejected.csv") };
        return Importer.Read(source, change is null ? options : change(options));
    }

    private void Latin1(string name, string text) => File.WriteAllBytes(_folder.File(name), Encoding.Latin1.GetBytes(text));

    private static string[] Rows(InteractionLog log) =>
        [.. log.Rows().Select(number => log[number] is var row && log.Catalog is var catalog
            ? $"{log.Users[row.UserIndex]} {catalog.Types[catalog.TypeOfValue[row.ValueIndex]]}/{catalog.Values[row.ValueIndex]} {row.Strength} {row.UnixMicroseconds / 1_000_000}" : "")];
}
