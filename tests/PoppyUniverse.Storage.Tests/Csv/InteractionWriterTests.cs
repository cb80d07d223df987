using System.Text;
using CsCheck;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Tests.Csv;

public sealed class InteractionWriterTests
{
    private static readonly Gen<string> Name =
        Gen.OneOf(Gen.Char["ab,\"\n\r;|\t é猫 '"].Array[1, 6].Select(characters => new string(characters)), Gen.Int[0, 50].Select(number => $"{number}"))
            .Where(name => name.Trim().Length > 0);

    private static readonly Gen<(string User, string Type, string Value, byte Strength, long Time)> Row =
        Gen.Select(Name, Name, Name, Gen.Byte[0, 5], Gen.Long[-62_135_596_800_000_000, 253_402_300_799_999_999]);

    [Fact]
    public void Write_AnyLog_IsReadBackAsItIs()
    {
        using var folder = new TemporaryFolder();
        Row.Array[1, 30].Sample(
            rows =>
            {
                var builder = new InteractionLogBuilder();
                foreach (var (user, type, value, strength, time) in rows)
                    builder.Add(user, type, value, strength, time);
                var log = builder.Build();
                var path = folder.File("log.csv");
                InteractionWriter.Write(log, path);
                var read = InteractionReader.Read(path).Log;
                return read.Count == log.Count && log.Rows().All(row => Describe(log, row) == Describe(read, row));
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void Write_Row_HasTheNotebooksForm()
    {
        var builder = new InteractionLogBuilder();
        builder.Add("50", "Star", "M", 1, Timestamp.ToUnixMicroseconds(new DateTimeOffset(2025, 11, 30, 2, 2, 11, TimeSpan.Zero)) + 902417);
        builder.Add("x,y", "Planet", "Gas Giant", 0, -1);
        using var stream = new MemoryStream();
        InteractionWriter.Write(builder.Build(), stream);
        Assert.Equal(
            "Interaction_ID,User_ID,Category_Type,Category_Value,Strength,Timestamp\n"
            + "1,50,Star,M,1,2025-11-30 02:02:11.902417\n"
            + "2,\"x,y\",Planet,Gas Giant,,1969-12-31 23:59:59.999999\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static (string, string, string, byte, long) Describe(InteractionLog log, long row) =>
        (log.Users[log.UserIndices[row]], log.Catalog.Types[log.Catalog.TypeOfValue[log.ValueIndices[row]]], log.Catalog.Values[log.ValueIndices[row]], log.Strengths[row], log.UnixMicroseconds[row]);
}
