using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Live;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>GET /api/model, its versions, and rolling back.</summary>
internal sealed class ModelEndpoints(IStore store, LiveModel live, ModelVersions versions)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/model", GetAsync).RequireScope(Scope.Read).WithTags("Model").WithSummary("The model that answers");
        routes.MapGet("/api/model/versions", ListAsync).RequireScope(Scope.Read).WithTags("Model").WithSummary("Models that can be served, the oldest first");
        routes.MapPost("/api/model/versions/{version:long}/activate", ActivateAsync).RequireScope(Scope.Admin).WithTags("Model")
            .WithSummary("Serves another version: rolls back, or forward again").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>What a model predicts, in words.</summary>
    public static IReadOnlyList<string> NamesOf(PredictionTargets targets) =>
        [.. Enum.GetValues<PredictionTargets>().Where(target => target != 0 && targets.HasFlag(target)).Select(target => target.ToString().ToLowerInvariant())];

    private async Task<Ok<ModelAnswer>> GetAsync(CancellationToken cancellation)
    {
        var (version, model, _) = live.Served;
        var summary = await store.SummaryAsync(cancellation).ConfigureAwait(false);
        // numbers are given to rows sent again and to erasures too, so that their difference is too much
        var unseen = await store.CountAfterAsync(version.TrainedThrough, cancellation).ConfigureAwait(false);
        CatalogType[] catalog = [.. model.Catalog.Types.Select((type, t) => new CatalogType(type, ValuesOf(model.Catalog, t)))];
        return TypedResults.Ok(new ModelAnswer(
            version.Version, model.Name, NamesOf(model.Targets), model.Users.Count, model.Statistics.Rows, catalog, unseen, summary.Rows,
            version.Sha256, Timestamp.FromUnixMicroseconds(version.CreatedUnixMicroseconds), (model as Layer4Model)?.Record));
    }

    private async Task<Ok<IReadOnlyList<VersionAnswer>>> ListAsync(CancellationToken cancellation)
    {
        var all = await store.ListVersionsAsync(cancellation).ConfigureAwait(false);
        return TypedResults.Ok<IReadOnlyList<VersionAnswer>>([.. all.Select(Answer)]);
    }

    private async Task<Results<Ok<VersionAnswer>, ProblemHttpResult>> ActivateAsync(long version, CancellationToken cancellation)
    {
        try
        {
            return await versions.ActivateAsync(version, cancellation).ConfigureAwait(false) is { } active
                ? TypedResults.Ok(Answer(active))
                : Problems.NotFound($"There is no version {version}; GET /api/model/versions lists those there are.");
        }
        catch (ModelFormatException)
        {
            return Problems.Conflict($"Version {version} cannot be loaded any more: its folder is missing, damaged, or holds another model.");
        }
    }

    private VersionAnswer Answer(ModelVersion version) => new(
        version.Version, version.Version == live.Served.Version.Version, version.Rows, version.Sha256, Timestamp.FromUnixMicroseconds(version.CreatedUnixMicroseconds), version.Source);

    private static string[] ValuesOf(Catalog catalog, int type)
    {
        var (first, count) = catalog.ValuesOf(type);
        return [.. catalog.Values.Skip(first).Take(count)];
    }
}
