using System.Globalization;
using DuckDB.NET.Data;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Storage.Tests.Simulations;

/// <summary>Our Parquet files as another engine reads them.</summary>
public sealed class ParquetTests : IDisposable
{
    private static readonly Simulator Simulator = new(BuiltInProfiles.Stargazers with { Users = 2_000, Interactions = 150_000 }, 5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DuckDb_ReadsTheParquetFile_AsTheSameTableAsTheCsvFile()
    {
        SimulationFileWriter.Write(Simulator, _folder.File("log.csv"), new());
        SimulationFileWriter.Write(Simulator, _folder.File("log.parquet"), new());
        var columns = "Interaction_ID, User_ID, Category_Type, Category_Value, Strength, epoch_us(Timestamp)";
        var (csv, parquet) = ($"SELECT {columns} FROM read_csv('{_folder.File("log.csv")}')", $"SELECT {columns} FROM '{_folder.File("log.parquet")}'");
        Assert.Equal("150000", Ask($"SELECT count(*) FROM ({parquet})"));
        Assert.Equal("0", Ask($"SELECT count(*) FROM (({csv}) EXCEPT ({parquet}))"));
        Assert.Equal("TIMESTAMP WITH TIME ZONE", Ask($"SELECT typeof(Timestamp) FROM '{_folder.File("log.parquet")}' LIMIT 1"));
    }

    [Fact]
    public void DuckDb_ReadsCategories_AsDictionaries()
    {
        SimulationFileWriter.Write(Simulator, _folder.File("log.parquet"), new());
        var encodings = Ask($"SELECT string_agg(DISTINCT encodings, ' ') FROM parquet_metadata('{_folder.File("log.parquet")}') WHERE path_in_schema = 'Category_Value'");
        Assert.Contains("DICTIONARY", encodings, StringComparison.Ordinal);
        Assert.Equal(Simulator.BlockCount.ToString(CultureInfo.InvariantCulture), Ask($"SELECT max(row_group_id) + 1 FROM parquet_metadata('{_folder.File("log.parquet")}')"));
    }

    [Fact]
    public void TruthReader_SomeRows_IsWhatTheOracleSays()
    {
        TruthFileWriter.Write(Simulator, _folder.File("truth.parquet"), new() { Threads = 2 });
        long[] rows = [0, 7, 33_000, 33_001, 149_999];
        var (read, oracle) = (TruthFileReader.Read(_folder.File("truth.parquet"), rows, 150_000), Oracle.For(Simulator, rows));
        Assert.Equal(oracle.ExpectedStrengths, read.ExpectedStrengths);
        Assert.Equal(oracle.ClassProbabilities, read.ClassProbabilities);
        Assert.Equal(oracle.ChoiceProbabilities, read.ChoiceProbabilities);
        Assert.Equal(oracle.ChoiceRanks, read.ChoiceRanks);
    }

    [Fact]
    public void TruthReader_AnotherFile_IsRefused()
    {
        TruthFileWriter.Write(Simulator, _folder.File("truth.parquet"), new());
        SimulationFileWriter.Write(Simulator, _folder.File("log.parquet"), new());
        Assert.Contains("150,000 rows, the log 9", Assert.Throws<DataFormatException>(() => TruthFileReader.Read(_folder.File("truth.parquet"), [0], 9)).Message, StringComparison.Ordinal);
        Assert.Contains("is no truth file", Assert.Throws<DataFormatException>(() => TruthFileReader.Read(_folder.File("log.parquet"), [0], 150_000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truth_OfEachRow_IsWhatTheOracleSays()
    {
        TruthFileWriter.Write(Simulator, _folder.File("truth.parquet"), new() { Threads = 2 });
        var oracle = Oracle.For(Simulator, [.. Enumerable.Range(0, 150_000)]);
        foreach (var row in (int[])[0, 77_777, 149_999])
        {
            var found = Ask($"SELECT concat_ws(' ', True_Expected_Strength, True_P5, True_Choice_Probability, True_Choice_Rank) FROM '{_folder.File("truth.parquet")}' WHERE Interaction_ID = {row + 1}")
                .Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(oracle.ExpectedStrengths[row], found[0], 1e-6);
            Assert.Equal(oracle.ClassProbabilities[(row * 5) + 4], found[1], 1e-6);
            Assert.Equal(oracle.ChoiceProbabilities[row], found[2], 1e-6);
            Assert.InRange(found[3], 1, 21);
        }
    }

    [Fact]
    public void Read_TruthFile_IsRefused()
    {
        TruthFileWriter.Write(Simulator, _folder.File("truth.parquet"), new());
        Assert.Contains("truth file", Assert.Throws<DataFormatException>(() => InteractionReader.Read(_folder.File("truth.parquet"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ParquetOfAnotherEngine_TakesItsTypes()
    {
        var path = _folder.File("other.parquet");
        Run($"COPY (SELECT 'ann' AS user, 'Star' AS type, 'G' AS value, 4.0 AS rating, TIMESTAMP '2026-01-02 03:04:05' AS time UNION ALL SELECT 'bob', 'Star', 'M', NULL, TIMESTAMP '2026-01-03 00:00:00') TO '{path}' (FORMAT parquet)");
        var log = InteractionReader.Read(path).Log;
        Assert.Equal((2, 1), (log.Count, log.StrengthCount));
        Assert.Equal("ann", log.Users[log[0].UserIndex]);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), PoppyUniverse.Interactions.Timestamp.FromUnixMicroseconds(log[0].UnixMicroseconds));
    }

    [Fact]
    public void Read_BrokenParquet_IsOneLine()
    {
        File.WriteAllBytes(_folder.File("broken.parquet"), [.. "PAR1"u8, .. new byte[500]]);
        Assert.Contains("broken Parquet", Assert.Throws<DataFormatException>(() => InteractionReader.Read(_folder.File("broken.parquet"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TimeOutsideTheCalendar_IsOneLine()
    {
        // what damaged bytes are taken for
        var path = _folder.File("other.parquet");
        Run($"COPY (SELECT 1 AS user, 'Star' AS type, 'G' AS value, 4 AS rating, TIMESTAMP '20000-01-01 00:00:00' AS time) TO '{path}' (FORMAT parquet)");
        Assert.Equal($"{path}: is a broken Parquet file: a time is outside the years 1 to 9999", Assert.Throws<DataFormatException>(() => InteractionReader.Read(path)).Message);
    }

    private static void Run(string sql) => Ask(sql);

    private static string Ask(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }
}
