using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>
/// Says in the OpenAPI document what a query parameter is, which is bound as text so that a wrong one is answered with what
/// was found and expected.
/// </summary>
internal static class QueryTypes
{
    /// <summary>The parameter is of this JSON type.</summary>
    public static RouteHandlerBuilder WithQueryType(this RouteHandlerBuilder endpoint, string name, string type) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == name) is OpenApiParameter parameter)
            parameter.Schema = new OpenApiSchema { Type = type == "integer" ? JsonSchemaType.Integer : JsonSchemaType.String };
        return Task.CompletedTask;
    });
}
