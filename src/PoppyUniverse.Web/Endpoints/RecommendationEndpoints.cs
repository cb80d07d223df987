using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Recommending;
using PoppyUniverse.Web.Live;
using PoppyUniverse.Web.Security;
using PoppyUniverse.Web.Telemetry;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>GET /api/recommendations/{user}.</summary>
internal sealed class RecommendationEndpoints(Recommendations recommendations, LiveModel live, ServeMetrics metrics, TimeProvider clock)
{
    private const int DefaultTop = 10;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/recommendations/{user}", Get)
        .RequireScope(Scope.Read)
        .WithTags("Recommendations")
        .WithSummary("What a user would like, best first")
        .WithDescription("Known users are answered from what the model learned of them and what they did since, new ones from what they did so far, and unknown ones from the time and what others make of it; level says which.")
        .WithQueryType("top", "integer");

    private Results<RecommendationResult, ProblemHttpResult> Get(
        string user, [FromQuery] string? at, [FromQuery] string? top, [FromQuery] string? type, [FromQuery] string? by)
    {
        var served = live.Served;
        if (UserIds.ProblemOf(user) is { } wrong)
            return Problems.BadRequest($"The user's id {wrong}");
        var moment = clock.GetUtcNow();
        if (at is { Length: > 0 } && !Moments.TryParse(at, out moment))
            return Problems.BadRequest($"at is \"{JsonText.Cut(at)}\"; expected {Moments.Expected}.");
        var most = DefaultTop;
        if (top is { Length: > 0 } && !(int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most > 0))
            return Problems.BadRequest($"top is \"{JsonText.Cut(top)}\"; expected a whole number from 1 on.");
        int? typeIndex = null;
        if (type is { Length: > 0 } && (typeIndex = served.Model.Catalog.IndexOfType(type)) < 0)
            return Problems.BadRequest($"type is \"{JsonText.Cut(type)}\"; the model knows {Some(served.Model.Catalog.Types)}.");
        if (!TryRank(by, served.Model, out var rank, out var problem))
            return Problems.BadRequest(problem);
        var slot = TimeSlot.FromUnixMicroseconds(Timestamp.ToUnixMicroseconds(moment));
        var answer = recommendations.Answer(new(user, slot, most, typeIndex, rank), moment, served);
        metrics.Recommended(answer.Level);
        return new RecommendationResult(answer);
    }

    private static bool TryRank(string? by, IRecommender model, out RankBy? rank, out string problem)
    {
        (rank, problem) = (null, "");
        if (by is not { Length: > 0 })
            return true;
        if (by is not ("strength" or "choice"))
            problem = $"by is \"{JsonText.Cut(by)}\"; expected strength (how much the user would like it) or choice (how probably it comes next).";
        else if (!model.Targets.HasFlag(by == "choice" ? PredictionTargets.Choice : PredictionTargets.Strength))
            problem = $"by is \"{by}\", which the model does not predict; it predicts {string.Join(", ", ModelEndpoints.NamesOf(model.Targets))}.";
        else
            rank = by == "choice" ? RankBy.Choice : RankBy.Strength;
        return problem.Length == 0;
    }

    private static string Some(IReadOnlyList<string> names) => names.Count <= 12 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(12))} and {names.Count - 12} more";
}
