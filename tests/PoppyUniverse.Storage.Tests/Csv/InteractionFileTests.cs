using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Tests.Csv;

public sealed class InteractionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("log.csv", false)]
    [InlineData("log.csv.gz", true)]
    [InlineData("log.csv.zst", false)]
    [InlineData("log.parquet", false)]
    [InlineData("log.parquet", true)]
    public void Write_AnyEnding_IsReadBackAsTheSameLog(string name, bool textIds)
    {
        var builder = new InteractionLogBuilder();
        for (var i = 0; i < 1_000; i++)
            builder.Add(textIds ? $"user \"{i % 37}\"" : $"{i % 37}", $"Type, {i % 3}", $"Wert {i % 11} é", (byte)(i % 6), 1_333_477_038_000_000 + (i * 1_234_567L));
        var log = builder.Build();
        InteractionFile.Write(log, _folder.File(name));
        var read = InteractionReader.Read(_folder.File(name)).Log;
        Assert.Equal(log.Catalog, read.Catalog);
        Assert.All(log.Rows(), row => Assert.Equal((log[row], log.Users[log.UserIndices[row]]), (read[row], read.Users[read.UserIndices[row]])));
        Assert.Equal(log.Count, read.Count);
    }
}
