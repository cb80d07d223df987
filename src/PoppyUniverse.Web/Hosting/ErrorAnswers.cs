using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Hosting;

/// <summary>Turns failures into problem details that say what to do, and nothing of the inside.</summary>
internal sealed partial class ErrorAnswers(ILogger<ErrorAnswers> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var (status, title, detail) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, "The request cannot be understood", bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The body is too large." : "The request is malformed or came too slowly."),
            StoreException => (StatusCodes.Status503ServiceUnavailable, "The store does not answer", "The store cannot be read or written at the moment. Send the same request again; keys keep interactions from being stored twice."),
            _ => (StatusCodes.Status500InternalServerError, "Unexpected failure", "The server's log says more."),
        };
        if (exception is StoreException)
        {
            LogStore(log, exception.Message);
            context.Response.Headers.RetryAfter = "1";
        }
        else if (status >= StatusCodes.Status500InternalServerError)
        {
            LogUnexpected(log, exception);
        }

        await TypedResults.Problem(detail, statusCode: status, title: title).ExecuteAsync(context).ConfigureAwait(false);
        return true;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Store: {Problem}")]
    private static partial void LogStore(ILogger log, string problem);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Unexpected failure")]
    private static partial void LogUnexpected(ILogger log, Exception failure);
}
