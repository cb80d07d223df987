using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Exporting;

namespace PoppyUniverse.Storage.Tests.Exporting;

public sealed class TextExportTests : IDisposable
{
    private static readonly InteractionLog Log = MakeLog();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Embeddings_EveryTable_HasItsVectorsAndAsManyLabels()
    {
        var model = Train(PredictionTargets.Strength | PredictionTargets.Choice);
        var files = EmbeddingExporter.Write(model, _folder.File("vectors")).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllLines);
        Assert.Equal(model.Parameters.Rating!.UserEmbedding.Data.Take(16), Numbers(files["user.embedding.tsv"][0]));
        Assert.Equal(model.Parameters.Choice!.ValueVector.Data[^128..], Numbers(files["choice.value.vector.tsv"][^1]));
        Assert.Equal(["User_ID\tInteractions", "anna b\t15", "bert\t15"], files["user.labels.tsv"]);
        Assert.Equal("Film\tNoir\t10", files["value.labels.tsv"][2]);
        foreach (var (name, rows) in files.Where(file => !file.Key.EndsWith(".labels.tsv", StringComparison.Ordinal)))
        {
            var field = name.Split('.').First(part => files.ContainsKey(part + ".labels.tsv"));
            Assert.Equal(files[field + ".labels.tsv"].Length - 1, rows.Length);
        }

        Assert.Superset(new HashSet<string> { "type.embedding.tsv", "hour.embedding.tsv", "day.labels.tsv", "value.factor.tsv" }, files.Keys.ToHashSet());
    }

    [Fact]
    public void Layer3_HasEmbeddingsButNoNetwork()
    {
        var model = TrainLayer3();
        var files = EmbeddingExporter.Write(model, _folder.File("vectors")).Select(Path.GetFileName).ToHashSet();
        Assert.Superset(new HashSet<string?> { "user.labels.tsv", "value.labels.tsv" }, files);
        Assert.Contains("this model is of kind 'layer3'", Assert.Throws<ModelFormatException>(() => OnnxExporter.Write(model, _folder.File("x.onnx"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Atomic_Log_HasTypedHeadersAndAllRows()
    {
        AtomicExporter.Write(Log, _folder.File("films"));
        var interactions = File.ReadAllLines(_folder.File("films/films.inter"));
        Assert.Equal("user_id:token\titem_id:token\trating:float\ttimestamp:float", interactions[0]);
        Assert.Equal("anna b\tNoir\t1\t0.5", interactions[1]);
        Assert.Equal(31, interactions.Length);
        Assert.Equal(["user_id:token\tinteractions:float", "anna b\t15", "bert\t15"], File.ReadAllLines(_folder.File("films/films.user")));
        Assert.Equal(["item_id:token\tcategory_type:token\tcategory_value:token", "Drama\tFilm\tDrama", "Noir\tFilm\tNoir"], File.ReadAllLines(_folder.File("films/films.item")));
    }

    [Fact]
    public void Atomic_Model_WritesTheCountsItRemembers()
    {
        AtomicExporter.Write(Train(PredictionTargets.Choice), _folder.File("films"));
        Assert.Equal(
            ["user_id:token\titem_id:token\tcount:float", "anna b\tDrama\t10", "anna b\tNoir\t5", "bert\tDrama\t10", "bert\tNoir\t5"],
            File.ReadAllLines(_folder.File("films/films.inter")));
        var error = Assert.Throws<ModelFormatException>(() => AtomicExporter.Write(Train(PredictionTargets.Strength), _folder.File("none")));
        Assert.Contains("expected the log too (--data FILE)", error.Message, StringComparison.Ordinal);
    }

    private static float[] Numbers(string line) => [.. line.Split('\t').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];

    private static Layer4Model Train(PredictionTargets targets) => Layer4Trainer.Train(
        Log, new() { Targets = targets, Rating = new() { Epochs = 1 }, Choice = new() { Epochs = 1 } }, RandomStream.FromSeed(1), new()).Model;

    private static Layer3Model TrainLayer3() =>
        Layer3Trainer.Train(Log, new() { Targets = PredictionTargets.Strength | PredictionTargets.Choice }, RandomStream.FromSeed(1), new()).Model;

    private static InteractionLog MakeLog()
    {
        var builder = new InteractionLogBuilder();
        for (var i = 0; i < 30; i++)
            builder.Add(i % 2 == 0 ? "anna\tb" : "bert", "Film", i % 3 == 0 ? "Noir" : "Drama", (byte)(1 + (i % 5)), 500_000 + (i * 1_000_000L));
        return builder.Build();
    }
}
