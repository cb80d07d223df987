using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Security;
using PoppyUniverse.Web.Training;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>Training in the background: start, watch, stop.</summary>
internal sealed class TrainingEndpoints(TrainingService training)
{
    private const string Path = "/api/training";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, StartAsync).RequireScope(Scope.Admin).WithTags("Training")
            .WithSummary("Trains a new model on all that is in the store")
            .WithDescription("Answers at once; the new model takes over when it is done, without a request being lost.").ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapGet(Path, () => TypedResults.Ok(training.Feed.Latest)).RequireScope(Scope.Read).WithTags("Training").WithSummary("How the current or last training goes");
        routes.MapDelete(Path, Stop).RequireScope(Scope.Admin).WithTags("Training").WithSummary("Stops the training under way").ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapGet(Path + "/events", (CancellationToken cancellation) => TypedResults.ServerSentEvents(Events(cancellation)))
            .RequireScope(Scope.Read).DisableRequestTimeout().WithTags("Training")
            .WithSummary("The same as server-sent events")
            .WithDescription("Every epoch so far, then what comes; each event is named by its state and holds a training status. The stream ends with the training.");
    }

    private async Task<Results<Accepted<TrainingStatus>, ProblemHttpResult>> StartAsync(CancellationToken cancellation) =>
        await training.StartTrainingAsync(cancellation).ConfigureAwait(false) is { } problem ? Problems.Conflict(problem) : TypedResults.Accepted(Path + "/events", training.Feed.Latest);

    private Results<Accepted<TrainingStatus>, ProblemHttpResult> Stop() =>
        training.Cancel() ? TypedResults.Accepted(Path, training.Feed.Latest) : Problems.Conflict("No training is under way.");

    private async IAsyncEnumerable<SseItem<TrainingStatus>> Events([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var status in training.Feed.ReadAsync(cancellation).ConfigureAwait(false))
            yield return new(status, status.State.ToString().ToLowerInvariant());
    }
}
