using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Recommending;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Endpoints;
using PoppyUniverse.Web.Live;
using PoppyUniverse.Web.Pages.Charts;
using PoppyUniverse.Web.Security;
using PoppyUniverse.Web.Telemetry;

namespace PoppyUniverse.Web.Pages;

/// <summary>What Explore asks of the server, in words and numbers for people.</summary>
internal sealed class Exploration(LiveModel live, Recommendations recommendations, Intake intake, ServeMetrics metrics, PageAccess access, TimeProvider clock)
{
    /// <summary>The most rows of an affinity map.</summary>
    public const int MostRows = 40;

    /// <summary>Now, by the server's clock.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>When an interaction of this moment would be stored as: one that is far ahead did not happen yet.</summary>
    public DateTimeOffset Happened(DateTimeOffset at) => at <= Now + RowParser.Ahead ? at : Now;

    /// <summary>Ids of users the model knows, evenly taken.</summary>
    public IReadOnlyList<string> SomeUsers(int most)
    {
        var (served, step) = (live.Served, Math.Max(1, live.Served.Model.Users.Count / most));
        return [.. Enumerable.Range(0, served.Model.Users.Count).Where(user => user % step == 0).Select(user => served.Model.Users[user]).Where(id => served.TrainedIndex(id) != IdMap.Unknown).Take(most)];
    }

    /// <summary>What a user would like at a moment.</summary>
    public RecommendationAnswer Answer(string user, DateTimeOffset at, (int? Type, RankBy By) asked, int top)
    {
        var slot = TimeSlot.FromUnixMicroseconds(Timestamp.ToUnixMicroseconds(at));
        var answer = recommendations.Answer(new(user, slot, top, asked.Type, asked.By), at, live.Served);
        metrics.Recommended(answer.Level);
        return answer;
    }

    /// <summary>
    /// A user's value × hour map on the day of a moment: expected Strength, or probabilities of being picked next. Of more
    /// values than <see cref="MostRows"/> those with the highest mean.
    /// </summary>
    public IReadOnlyList<HeatRow> MapOf(string user, DateTimeOffset at, (int? Type, RankBy By) asked)
    {
        var served = live.Served;
        var (view, level) = recommendations.View(user, served);
        var index = level == BackOffLevel.Prior ? IdMap.Unknown : view.Users.IndexOf(user);
        var (catalog, day) = (view.Catalog, TimeSlot.FromUnixMicroseconds(Timestamp.ToUnixMicroseconds(at)).Day);
        var (first, count) = asked.Type is { } type ? catalog.ValuesOf(type) : (0, catalog.ValueCount);
        var scores = Score(view, index, day, asked.By);
        var rows = Enumerable.Range(first, count)
            .Select(value => (Value: value, Cells: Enumerable.Range(0, TimeSlot.Hours).Select(hour => scores[(hour * catalog.ValueCount) + value]).ToArray()))
            .ToList();
        return
        [
            .. (rows.Count <= MostRows ? rows : rows.OrderByDescending(row => row.Cells.Sum()).Take(MostRows).OrderBy(row => row.Value).ToList())
                .Select(row => new HeatRow(catalog.Label(row.Value), catalog.TypeOfValue[row.Value], row.Cells)),
        ];
    }

    /// <summary>Stores an interaction, and lets it count at once.</summary>
    /// <returns>Why it was not stored, for people; null when it was.</returns>
    public async Task<string?> AddAsync(string user, int value, byte strength, DateTimeOffset at)
    {
        if (UserIds.ProblemOf(user) is { } wrong)
            return $"The user’s id {wrong}";
        try
        {
            if (await access.RefusalAsync(Scope.Write).ConfigureAwait(false) is { } refusal)
                return refusal;
            var catalog = live.Served.Model.Catalog;
            if ((uint)value >= (uint)catalog.ValueCount)
                return "Choose a value first.";
            var row = new NewInteraction(null, user, catalog.Types[catalog.TypeOfValue[value]], catalog.Values[value], strength, Timestamp.ToUnixMicroseconds(Happened(at)));
            await intake.TakeAsync([row], CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (StoreException)
        {
            return "The store cannot be written at the moment, so nothing was stored. Try again.";
        }
    }

    // (24 × V)
    private static float[] Score(IRecommender view, int user, int day, RankBy by)
    {
        var count = view.Catalog.ValueCount * TimeSlot.Hours;
        var (users, values, slots, scores) = (new int[count], new int[count], new TimeSlot[count], new float[count]);
        users.AsSpan().Fill(user);
        for (var i = 0; i < count; i++)
            (values[i], slots[i]) = (i % view.Catalog.ValueCount, TimeSlot.Of(i / view.Catalog.ValueCount, day));
        view.Score(new(users, values, slots), by == RankBy.Strength ? new() { ExpectedStrengths = scores } : new() { ChoiceProbabilities = scores });
        return scores;
    }
}
