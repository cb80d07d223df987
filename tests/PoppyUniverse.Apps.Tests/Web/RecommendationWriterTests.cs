using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Recommending;
using PoppyUniverse.Web.Contracts;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class RecommendationWriterTests
{
    private static readonly JsonSerializerOptions AsServed = new(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string, RecommendationAnswer> Answers => new()
    {
        { "of a model with all targets", new("7", new(2026, 1, 31, 22, 0, 0, TimeSpan.FromHours(5.5)), BackOffLevel.KnownUser, 3, new Recommender(WebServer.Model).Recommend(new("7", TimeSlot.Of(22, 5), 21)).Items) },
        { "without anything that can be missing", new("", DateTimeOffset.MaxValue, BackOffLevel.Prior, long.MaxValue, [new(1, "Star", "G", null, null, null, 1, "")]) },
        { "of no items, for a user with odd characters", new("Ω \"x\" \\ <b> 🌙 \u2028 +'&", DateTimeOffset.UnixEpoch.AddTicks(1), BackOffLevel.FoldIn, 0, []) },
        { "of odd numbers", new("7", DateTimeOffset.UnixEpoch, BackOffLevel.FoldIn, -1, [new(int.MaxValue, "ß", "☄", 1.5f, [0, 1, float.Epsilon, 1e-5f, 123456790], float.MaxValue, -0f, "\t")]) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Write_Answer_IsWhatTheSerializerMakesOfIt(string what, RecommendationAnswer answer)
    {
        // twice, for the second gets the first one's memory
        for (var time = 0; time < 2; time++)
        {
            using var writer = RecommendationWriter.Of(answer);
            Assert.True(JsonSerializer.Serialize(answer, AsServed) == Encoding.UTF8.GetString(writer.Bytes), what);
        }
    }

    [Fact]
    public void Write_LongAnswer_IsWhole()
    {
        var items = Enumerable.Range(1, 2_000).Select(rank => new Recommendation(rank, "Star", "G", 3, [0.1f, 0.2f, 0.3f, 0.2f, 0.2f], 0.01f, 0.7f, new string('x', 100)));
        var answer = new RecommendationAnswer("7", DateTimeOffset.UnixEpoch, BackOffLevel.Prior, 1, [.. items]);
        using var writer = RecommendationWriter.Of(answer);
        Assert.Equal(JsonSerializer.Serialize(answer, AsServed), Encoding.UTF8.GetString(writer.Bytes));
    }
}
