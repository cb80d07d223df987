using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Predictions;

namespace PoppyUniverse.Storage.Tests.Predictions;

public sealed class ScoredFileWriterTests : IDisposable
{
    private static readonly Layer4Model Model = Train();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Csv_UserValueTimeAlone_IsScoredAsWithTypes()
    {
        _folder.Write("bare.csv", "Category_Value,note,User_ID,Timestamp\nO,\"a, b\",7,2026-01-05 21:30:00\nMars,,8,2026-01-06\n");
        _folder.Write("full.csv", "User_ID,Category_Type,Category_Value,Strength,Timestamp\n7,Star,O,anything,2026-01-05 21:30:00\n8,Moon,Mars,,2026-01-06\n");
        Assert.Equal(new(2, 0, 0, 0), Score("bare.csv", "bare.out.csv"));
        Score("full.csv", "full.out.csv");
        var (bare, full) = (File.ReadAllLines(_folder.File("bare.out.csv")), File.ReadAllLines(_folder.File("full.out.csv")));
        Assert.Equal("Category_Value,note,User_ID,Timestamp,Predicted_Strength,P1,P2,P3,P4,P5,Choice_Probability", bare[0]);
        Assert.StartsWith("O,\"a, b\",7,2026-01-05 21:30:00,", bare[1], StringComparison.Ordinal);
        Assert.Equal(full.Skip(1).Select(Numbers), bare.Skip(1).Select(Numbers));
        Assert.Equal(Expected(6, 0, TimeSlot.Of(21, 0)), Numbers(bare[1]).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray(), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void Csv_UnknownUsersAndValues_AreAnsweredAndCounted()
    {
        _folder.Write("new.csv", "User_ID,Category_Type,Category_Value,Timestamp\nnobody,Star,O,2026-01-05\n7,Comet,Halley,2026-01-05\n7,,O,2026-01-05\n7,Planet,O,2026-01-05\n");
        Assert.Equal(new(4, 1, 2, 0), Score("new.csv", "new.out.csv"));
        var lines = File.ReadAllLines(_folder.File("new.out.csv"));
        Assert.EndsWith(",0.00000000", lines[2], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.InRange(double.Parse(Numbers(line)[0], CultureInfo.InvariantCulture), 1, 5));
    }

    [Theory]
    [InlineData("out.csv", 1)]
    [InlineData("out.csv.gz", 3)]
    [InlineData("out.csv.zst", 2)]
    public void Csv_ManyBatches_AreTheSameForAnyThreadCountAndCompression(string name, int threads)
    {
        var rows = string.Concat(Enumerable.Range(0, 70_000).Select(i => $"{1 + (i % 150)},{"OBAFGKM"[i % 7]},{1_767_225_600 + (i * 977L)}\n"));
        _folder.Write("many.csv", "user,value,time\n" + rows);
        Score("many.csv", "one.csv", 2);
        Score("many.csv", name, threads);
        using var text = new StreamReader(Open(name));
        Assert.Equal(File.ReadAllText(_folder.File("one.csv")), text.ReadToEnd());
        Assert.Equal(70_001, File.ReadLines(_folder.File("one.csv")).Count());
    }

    [Fact]
    public void Parquet_KeepsItsColumnsAndAddsTheSameNumbersAsCsv()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 500 }, 4).ToLog();
        InteractionFile.Write(log, _folder.File("log.csv"));
        InteractionFile.Write(log, _folder.File("log.parquet"));
        Score("log.csv", "scored.csv");
        Assert.Equal(500, Score("log.parquet", "scored.parquet").Count);
        var numbers = File.ReadLines(_folder.File("scored.csv")).Skip(1).Select(Numbers).ToArray();
        using var file = new ParquetSharp.ParquetFileReader(_folder.File("scored.parquet"));
        using var group = file.RowGroup(0);
        Assert.Equal(log.Rows().Select(row => (int?)log.Strengths[row]), group.Column(4).LogicalReader<int?>().ReadAll(500));
        for (var column = 0; column < 7; column++)
        {
            var cells = group.Column(6 + column).LogicalReader<double>().ReadAll(500);
            Assert.All(Enumerable.Range(0, 500), row => Assert.Equal(double.Parse(numbers[row][column], CultureInfo.InvariantCulture), cells[row], 1e-6));
        }

        Assert.Equal(InteractionReader.Read(_folder.File("log.parquet")).Log[499], InteractionReader.Read(_folder.File("scored.parquet")).Log[499]);
    }

    [Fact]
    public void CsvToParquet_IsRefused()
    {
        _folder.Write("x.csv", "User_ID,Category_Value,Timestamp\n7,O,2026-01-05\n");
        Assert.Contains("does not exist", Assert.Throws<DataFormatException>(() => Score("nowhere.parquet", "x.parquet")).Message, StringComparison.Ordinal);
        Assert.Contains("expected an output of the same kind", Assert.Throws<DataFormatException>(() => Score("x.csv", "x.parquet")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("skip")]
    public void Csv_RowWithoutUser_StopsOrIsSkipped(string onError)
    {
        _folder.Write("bad.csv", "User_ID,Category_Value,Timestamp\n7,O,2026-01-05\n,O,2026-01-05\n");
        if (onError == "skip")
            Assert.Equal(new(1, 0, 0, 1), Score("bad.csv", "bad.out.csv", onError: OnError.Skip));
        else
            Assert.Contains("bad.csv(3,1): User_ID is \"\"", Assert.Throws<DataFormatException>(() => Score("bad.csv", "bad.out.csv")).Message, StringComparison.Ordinal);
        Assert.Equal(onError == "skip", File.Exists(_folder.File("bad.out.csv")));
    }

    private ScoredRows Score(string data, string path, int threads = 2, OnError onError = OnError.Stop) =>
        ScoredFileWriter.Write(Model, _folder.File(data), _folder.File(path), onError, (threads, null, Alone.Instance));

    private Stream Open(string name) => Path.GetExtension(name) switch
    {
        ".gz" => new System.IO.Compression.GZipStream(File.OpenRead(_folder.File(name)), System.IO.Compression.CompressionMode.Decompress),
        ".zst" => new ZstdSharp.DecompressionStream(File.OpenRead(_folder.File(name))),
        _ => File.OpenRead(_folder.File(name)),
    };

    private static string[] Numbers(string line) => line.Split(',')[^7..];

    private static double[] Expected(int user, int value, TimeSlot slot)
    {
        var scores = new PredictionBuffer(1, Model.Targets);
        Model.Score(new([user], [value], [slot]), scores.All);
        return [scores.ExpectedStrengths[0], .. scores.ClassProbabilities, scores.ChoiceProbabilities[0]];
    }

    private static Layer4Model Train()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 2_000 }, 4).ToLog();
        const PredictionTargets All = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice;
        var options = new Layer4Options { Targets = All };
        return Layer4Trainer.Train(log, options with { Rating = options.Rating with { Epochs = 2 }, Choice = options.Choice with { Epochs = 2 } }, RandomStream.FromSeed(1), new()).Model;
    }
}
