using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using PoppyUniverse.Web.Contracts;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>200 with an answer, in one piece of known length: one packet for the server to send and for the client to wait for.</summary>
internal sealed class RecommendationResult(RecommendationAnswer answer) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "application/json";
    private const string ContentType = MediaType + "; charset=utf-8";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(RecommendationAnswer), [MediaType]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        using var writer = RecommendationWriter.Of(answer);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ContentType;
        response.ContentLength = writer.Bytes.Length;
        // sent at the request's end, together with the headers
        writer.Bytes.CopyTo(response.BodyWriter.GetSpan(writer.Bytes.Length));
        response.BodyWriter.Advance(writer.Bytes.Length);
        return Task.CompletedTask;
    }
}
