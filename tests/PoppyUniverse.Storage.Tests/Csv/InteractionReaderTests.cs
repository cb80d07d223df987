using System.Text;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Storage.Tests.Csv;

public sealed class InteractionReaderTests : IDisposable
{
    private const string Header = "Interaction_ID,User_ID,Category_Type,Category_Value,Strength,Timestamp\n";
    private const string Row = "1,50,Star,M,1,2025-11-30 02:02:11.902417\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_NotebookRow_IsWhatItSays()
    {
        var log = Read(Header + Row);
        Assert.Equal((1L, "50", "Star", "M"), (log.Count, log.Users[0], log.Catalog.Types[0], log.Catalog.Values[log.ValueIndices[0]]));
        Assert.Equal(new DateTimeOffset(2025, 11, 30, 2, 2, 11, TimeSpan.Zero).AddMicroseconds(902417), Timestamp.FromUnixMicroseconds(log.UnixMicroseconds[0]));
        Assert.Equal(1, log.Strengths[0]);
    }

    [Theory]
    [InlineData("user,item,type,rating,time\n7,M,Star,4.0,2025-11-30\n")]
    [InlineData("timestamp;USER ID;category-type;Category Value;stars;other\n2025-11-30;7;Star;M;4;x\n")]
    [InlineData("\uFEFFUser_ID,Category_Type,Category_Value,Strength,Timestamp\r\n7,Star,M,4,2025-11-30\r\n\r\n")]
    [InlineData("Note,User_ID,Category_Type,Category_Value,Strength,Timestamp\n\"two\nlines, and a \"\"quote\"\"\",7,\"Star\", M ,4,2025-11-30T00:00:00Z")]
    public void Read_OtherNamesOrdersAndDialects_IsTheSameLog(string text)
    {
        var log = Read(text);
        Assert.Equal((1L, "7", 4), (log.Count, log.Users[0], log.Strengths[0]));
        Assert.Equal(Catalog.PoppyUniverse.IndexOf("Star", "M"), log.ValueIndices[0]);
        Assert.Equal(new DateTimeOffset(2025, 11, 30, 0, 0, 0, TimeSpan.Zero), Timestamp.FromUnixMicroseconds(log.UnixMicroseconds[0]));
    }

    [Theory]
    [InlineData("2025-11-30 02:02:11", 1_764_468_131_000_000)]
    [InlineData("2025-11-30T02:02:11.5+01:00", 1_764_464_531_500_000)]
    [InlineData("2025-11-30 02:02", 1_764_468_120_000_000)]
    [InlineData("2025-11-30", 1_764_460_800_000_000)]
    [InlineData("1764468131", 1_764_468_131_000_000)]
    [InlineData("1764468131902", 1_764_468_131_902_000)]
    [InlineData("1764468131902417", 1_764_468_131_902_417)]
    [InlineData("0", 0)]
    public void Read_Timestamps_AreUtcMicroseconds(string text, long expected) =>
        Assert.Equal(expected, Read($"{Header}1,50,Star,M,1,{text}\n").UnixMicroseconds[0]);

    [Theory]
    [InlineData("")]
    [InlineData("NOPE")]
    [InlineData("2024-13-01 00:00:00")]
    [InlineData("2023-02-29 00:00:00.000000")]
    [InlineData("2025-11-30 24:00:00")]
    [InlineData("30.11.2025")]
    [InlineData("-5")]
    public void Read_BadTimestamp_IsLocated(string text) =>
        Assert.Equal(
            $"log.csv(3,15): Timestamp is \"{text}\"; expected yyyy-MM-dd HH:mm:ss[.ffffff], ISO 8601, or Unix seconds or milliseconds.",
            Error($"{Header}{Row}2,51,Star,M,1,{text}\n"));

    [Theory]
    [InlineData("7")]
    [InlineData("0")]
    [InlineData("4.5")]
    [InlineData("good")]
    [InlineData("NaN")]
    public void Read_BadStrength_IsLocated(string text) =>
        Assert.Equal($"log.csv(2,13): Strength is \"{text}\"; expected a whole number from 1 to 5, or nothing (poppy import --scale takes other scales).", Error($"{Header}1,50,Star,M,{text},2025-11-30\n"));

    [Fact]
    public void Read_MissingStrength_IsImplicitFeedback()
    {
        Assert.Equal(0, Read($"{Header}1,50,Star,M,,2025-11-30\n").StrengthCount);
        Assert.Equal(0, Read("User_ID,Category_Type,Category_Value,Timestamp\n50,Star,M,2025-11-30\n").StrengthCount);
    }

    [Theory]
    [InlineData("User_ID,Category_Value,Strength,Timestamp\n1,M,1,0\n", "log.csv(1): column Category_Type is missing; found \"User_ID\", \"Category_Value\", \"Strength\", \"Timestamp\".")]
    [InlineData("User_ID,user,Category_Type,Category_Value,Timestamp\n1,1,Star,M,0\n", "log.csv(1): columns \"User_ID\" and \"user\" both mean User_ID; expected one.")]
    [InlineData("User_ID,Category_Type,Category_Value,Timestamp,True_Expected_Strength\n", "log.csv(1): column \"True_Expected_Strength\" belongs to a truth file; models must not see the truth.")]
    [InlineData("", "log.csv: is empty; expected a header and rows.")]
    [InlineData(Header, "log.csv: has a header but no rows; expected at least one interaction.")]
    [InlineData(Header + Row + "2,51,Star", "log.csv(3): the row has 3 fields; expected 6 (is the file cut off?).")]
    [InlineData(Header + "1,50,Star,M,1,2025-11-30,extra\n", "log.csv(2): the row has 7 fields; expected 6.")]
    [InlineData(Header + "1,50,\"Star,M,1,2025-11-30\n", "log.csv(2): a quoted field is never closed; expected a closing quote.")]
    [InlineData(Header + "1,,Star,M,1,2025-11-30\n", "log.csv(2,3): User_ID is \"\"; expected an id.")]
    [InlineData(Header + "1,5,,M,1,2025-11-30\n", "log.csv(2,5): Category_Type is \"\"; expected a name.")]
    [InlineData("PK\u0003\u0004 and more", "log.csv: is a ZIP archive (or a spreadsheet); expected CSV.")]
    [InlineData("PAR1 and more", "log.csv: is a broken Parquet file: Invalid: Parquet magic bytes not found in footer. Either the file is corrupted or this is not a parquet file.")]
    public void Read_BadFile_IsToldInOneLine(string text, string message) => Assert.Equal(message, Error(text));

    [Fact]
    public void Read_ErrorAfterAFieldOfTwoLines_NamesTheRightLine() =>
        Assert.Equal(
            "log.csv(3,14): Strength is \"9\"; expected a whole number from 1 to 5, or nothing (poppy import --scale takes other scales).",
            Error("Note,User_ID,Category_Type,Category_Value,Strength,Timestamp\n\"a\nb\",50,Star,M,9,2025-11-30\n"));

    [Fact]
    public void Read_CategoryOutsideTheCatalog_NamesTheKnownOnes()
    {
        var options = new ReadOptions { Catalog = Catalog.PoppyUniverse };
        Assert.Equal("log.csv(2,6): Category_Type is \"Comet\"; expected one of Star, Planet, Moon.", Error($"{Header}1,50,Comet,M,1,2025-11-30\n", options));
        Assert.Equal("log.csv(2,11): Category_Value is \"Z\"; expected a Star the model knows: O, B, A, F, G, K, M.", Error($"{Header}1,50,Star,Z,1,2025-11-30\n", options));
    }

    [Fact]
    public void Read_NotUtf8_IsLocated()
    {
        File.WriteAllBytes(_folder.File("log.csv"), [.. Encoding.UTF8.GetBytes(Header + "1,50,Star,"), 0xE9, .. Encoding.UTF8.GetBytes(",1,2025-11-30\n")]);
        Assert.Contains("log.csv(2,11): Category_Value is \"\uFFFD\", which is not UTF-8", Error(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HundredMegabytesInOneLine_StopsEarly()
    {
        using (var file = File.Create(_folder.File("log.csv")))
        {
            file.Write(Encoding.UTF8.GetBytes(Header));
            for (var i = 0; i < 100; i++)
                file.Write(Encoding.UTF8.GetBytes(new string('x', 1_000_000)));
        }

        Assert.Equal("log.csv(2): a row is longer than 1,048,576 bytes; expected a CSV file with one interaction a row.", Error(null));
    }

    [Fact]
    public void Read_DirectoryOrNothing_IsTold()
    {
        Assert.EndsWith("is a directory; expected a file.", Assert.Throws<DataFormatException>(() => InteractionReader.Read(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.EndsWith("does not exist; expected a CSV file.", Assert.Throws<DataFormatException>(() => InteractionReader.Read(_folder.File("no.csv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Skip_KeepsBadRowsSoThatTheyCanBeCorrectedAndReadAgain()
    {
        var path = _folder.Write("log.csv", $"{Header}{Row}2,51,Star,M,9,2025-11-30\n3,52,Star,O,2,2025-11-30\n4,53,Moon\n");
        var result = InteractionReader.Read(path, new() { OnError = OnError.Skip });
        Assert.Equal((2L, 2L), (result.Log.Count, result.SkippedCount));
        Assert.Equal(2, result.FirstProblems.Count);
        var rejected = File.ReadAllText(result.RejectPath!);
        Assert.StartsWith("Reject_Reason,Interaction_ID,User_ID", rejected, StringComparison.Ordinal);
        Assert.Contains(",2,51,Star,M,9,2025-11-30\n", rejected, StringComparison.Ordinal);
        File.WriteAllText(result.RejectPath!, rejected.Replace(",M,9,", ",M,5,", StringComparison.Ordinal).Replace("4,53,Moon", "4,53,Moon,Earth,1,2025-11-30", StringComparison.Ordinal));
        Assert.Equal(2, InteractionReader.Read(result.RejectPath!).Log.Count);
    }

    [Fact]
    public void Read_RandomBytes_OnlyEverThrowsDataFormatExceptions()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            var draws = RandomStream.FromSeed(seed).Sequence();
            var bytes = Encoding.UTF8.GetBytes(Header + Row + Row + Row);
            for (var change = 0; change < 1 + (int)draws.NextBelow(12); change++)
                bytes[draws.NextBelow(bytes.Length)] = (byte)draws.NextBelow(256);
            File.WriteAllBytes(_folder.File("log.csv"), bytes);
            try
            {
                InteractionReader.Read(_folder.File("log.csv"));
            }
            catch (DataFormatException error)
            {
                Assert.DoesNotContain('\n', error.Message);
            }
        }
    }

    [Theory]
    [InlineData("notebook_run_1.csv", 12_000, 120, 21, 12_000)]
    [InlineData("ciao_train.csv", 28_852, 2_086, 12_276, 28_852)]
    [InlineData("nyc_checkins_train.csv", 140_405, 1_080, 321, 0)]
    public void Read_RealLogs_AreWhole(string name, long rows, int users, int values, long strengths)
    {
        var log = InteractionReader.Read(SharedData.Find(name)).Log;
        Assert.Equal((rows, users, values, strengths), (log.Count, log.Users.Count, log.Catalog.ValueCount, log.StrengthCount));
    }

    private InteractionLog Read(string text) => InteractionReader.Read(_folder.Write("log.csv", text)).Log;

    // The message of reading log.csv, without the folder.
    private string Error(string? text, ReadOptions? options = null)
    {
        if (text is not null)
            _folder.Write("log.csv", text);
        var error = Assert.Throws<DataFormatException>(() => InteractionReader.Read(_folder.File("log.csv"), options));
        return error.Message.Replace(_folder.File("log.csv"), "log.csv", StringComparison.Ordinal);
    }
}
