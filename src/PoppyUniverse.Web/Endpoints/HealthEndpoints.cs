using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Live;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>/health/live: the process answers. /health/ready: it has a model, and the store can be read.</summary>
internal sealed class HealthEndpoints(IStore store, LiveModel live)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("ok"))).OpenToAll().WithTags("Health").WithSummary("Whether the process answers");
        routes.MapGet("/health/ready", ReadyAsync).OpenToAll().WithTags("Health").WithSummary("Whether it has a model and a store")
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<Results<Ok<HealthAnswer>, JsonHttpResult<HealthAnswer>>> ReadyAsync(CancellationToken cancellation)
    {
        if (!live.IsLoaded)
            return Unavailable("The model is being loaded.");
        try
        {
            await store.SummaryAsync(cancellation).WaitAsync(Patience, cancellation).ConfigureAwait(false);
            return TypedResults.Ok(new HealthAnswer("ok"));
        }
        catch (Exception failure) when (failure is StoreException or TimeoutException)
        {
            return Unavailable("The store cannot be read.");
        }
    }

    private static JsonHttpResult<HealthAnswer> Unavailable(string problem) => TypedResults.Json(new HealthAnswer("unavailable", problem), ApiJson.Default.HealthAnswer, statusCode: StatusCodes.Status503ServiceUnavailable);
}
