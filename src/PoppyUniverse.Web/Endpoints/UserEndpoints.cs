using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Live;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>GET and DELETE /api/users/{user}.</summary>
internal sealed class UserEndpoints(IStore store, LiveModel live, Recommendations recommendations)
{
    private const int MostHistory = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/users/{user}", GetAsync).RequireScope(Scope.Read).WithTags("Users")
            .WithSummary("What is known of a user").ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapDelete("/api/users/{user}", DeleteAsync).RequireScope(Scope.Write).WithTags("Users")
            .WithSummary("Erases a user")
            .WithDescription("Interactions, their keys and what was learned since the last training are gone from the store's files when this answers, and the model's row for the user is not used any more. Takes as long as rewriting the log.");
    }

    private async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> GetAsync(string user, CancellationToken cancellation)
    {
        if (UserIds.ProblemOf(user) is { } wrong)
            return Problems.BadRequest($"The user's id {wrong}");
        var served = live.Served;
        var trained = served.TrainedIndex(user);
        var stored = await store.CountAsync(user, cancellation).ConfigureAwait(false);
        if (trained == IdMap.Unknown && stored == 0)
            return Problems.NotFound("Neither the model nor the store knows this user. Recommendations are answered all the same.");
        var history = await store.HistoryAsync(user, MostHistory, cancellation).ConfigureAwait(false);
        var added = live.Users.Find(user)?.Rows.Count(row => row.Sequence > served.Version.TrainedThrough) ?? 0;
        return TypedResults.Ok(new UserAnswer(
            user, recommendations.LevelOf(user), trained == IdMap.Unknown ? 0 : served.Model.Statistics.UserCounts[trained], added, stored,
            [.. history.Select(row => new HistoryRow(row.Type, row.Value, row.Strength == 0 ? null : row.Strength, Timestamp.FromUnixMicroseconds(row.UnixMicroseconds)))]));
    }

    private async Task<Results<Ok<ErasureAnswer>, ProblemHttpResult>> DeleteAsync(string user, CancellationToken cancellation)
    {
        if (UserIds.ProblemOf(user) is { } wrong)
            return Problems.BadRequest($"The user's id {wrong}");
        var erasure = await store.EraseUserAsync(user, cancellation).ConfigureAwait(false);
        live.Forget(user, erasure.Sequence);
        return TypedResults.Ok(new ErasureAnswer(user, erasure.Rows));
    }
}
