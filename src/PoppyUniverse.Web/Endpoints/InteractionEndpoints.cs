using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Live;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>POST /api/interactions.</summary>
internal sealed class InteractionEndpoints(Intake intake, LiveModel live, TimeProvider clock)
{
    /// <summary>The most rows of a request.</summary>
    public const int MostRows = 10_000;

    private const int LargestGuess = 1 << 20;
    private const string Expected = "expected {\"interactions\": [{\"user\": …, \"type\": …, \"value\": …, \"timestamp\": …}, …]}";

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/interactions", PostAsync)
        .RequireScope(Scope.Write)
        .WithTags("Interactions")
        .Accepts<InteractionBatch>("application/json")
        .WithSummary("Stores interactions")
        .WithDescription("All rows or, when one is wrong, none. Answered when they are on the disk; the users' next answers take them into account. A row sent again under its key is stored once, so that a request without an answer can be sent again.");

    private async Task<Results<Ok<AppendAnswer>, ProblemHttpResult>> PostAsync(HttpContext context, CancellationToken cancellation)
    {
        if (!context.Request.HasJsonContentType())
            return TypedResults.Problem("Expected Content-Type: application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType, title: "The request cannot be understood");
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, LargestGuess));
        await context.Request.Body.CopyToAsync(body, cancellation).ConfigureAwait(false);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (!Utf8.IsValid(bytes.Span))
            return Problems.BadRequest("The body is not UTF-8.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes);
        }
        catch (JsonException error)
        {
            return Problems.BadRequest($"The body is no JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}); {Expected}.");
        }

        using (document)
            return await StoreAsync(document.RootElement, cancellation).ConfigureAwait(false);
    }

    private async Task<Results<Ok<AppendAnswer>, ProblemHttpResult>> StoreAsync(JsonElement body, CancellationToken cancellation)
    {
        var array = body;
        if (body.ValueKind == JsonValueKind.Object && !body.TryGetProperty("interactions", out array) || array.ValueKind != JsonValueKind.Array)
            return Problems.BadRequest($"The body has no list of interactions; {Expected}.");
        if (array.GetArrayLength() > MostRows)
            return Problems.BadRequest($"The body has {array.GetArrayLength()} interactions; expected at most {MostRows} a request.");
        var parser = new RowParser(live.Served.Model.Catalog, clock.GetUtcNow());
        var rows = parser.Parse(array);
        if (parser.BadRows > 0)
            return Bad(StatusCodes.Status400BadRequest, $"{parser.BadRows} of {array.GetArrayLength()} interactions cannot be stored, so none was.", parser.Problems);
        var result = await intake.TakeAsync(rows, cancellation).ConfigureAwait(false);
        if (result.Conflicts.Count > 0)
            return Bad(StatusCodes.Status409Conflict, $"{result.Conflicts.Count} keys stand for other interactions of their users, so nothing was stored.", [.. result.Conflicts.Take(RowParser.MostProblems).Select(index => new BadRow(index, "key", "stands for another interaction of this user."))]);
        return TypedResults.Ok(new AppendAnswer(result.Added, result.Duplicates));
    }

    private static ProblemHttpResult Bad(int status, string detail, IReadOnlyList<BadRow> rows) => TypedResults.Problem(
        detail, statusCode: status, title: "Some interactions are wrong", extensions: [new("rows", rows)]);
}
