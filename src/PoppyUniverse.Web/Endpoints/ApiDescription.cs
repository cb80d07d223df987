using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>The OpenAPI document at /openapi/v1.json.</summary>
internal static class ApiDescription
{
    /// <summary>Name of the document.</summary>
    public const string Name = "v1";

    /// <summary>What the document says of the whole.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true || description.RelativePath?.StartsWith("health/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Poppy Universe", Version = Name, Description = "Recommendations with reasons, live learning and retraining." };
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
    }

    /// <summary>Maps the document.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapOpenApi().OpenToAll();
}
