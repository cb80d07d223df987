using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>
/// /reference: the OpenAPI document as a page to read. Made here because the usual viewers need inline scripts and fonts from
/// elsewhere, which the content security policy refuses; this one is plain HTML.
/// </summary>
internal static class ReferencePage
{
    /// <summary>Maps the page.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/reference", async (HttpContext context, CancellationToken cancellation) =>
    {
        var document = await context.RequestServices.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiDescription.Name).GetOpenApiDocumentAsync(cancellation).ConfigureAwait(false);
        return Results.Content(Page(document), "text/html; charset=utf-8");
    }).OpenToAll().ExcludeFromDescription();

    private static string Page(OpenApiDocument document)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Text(document.Info.Title)}: API</title><link rel=\"icon\" href=\"/favicon.svg\"><link rel=\"stylesheet\" href=\"/poppy.css\"></head><body><main><h1>{Text(document.Info.Title)}: API</h1><p>{Text(document.Info.Description)} <a href=\"/openapi/v1.json\">OpenAPI document</a></p>");
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
                Append(page, $"{method.Method} {path}", operation);
        }

        page.Append("<h2>Bodies</h2>");
        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
            Append(page, name, schema);
        return page.Append("</main></body></html>").ToString();
    }

    private static void Append(StringBuilder page, string title, OpenApiOperation operation)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section><h2><code>{Text(title)}</code></h2><p>{Text(operation.Summary)}. {Text(operation.Description)}</p><dl>");
        foreach (var parameter in operation.Parameters ?? [])
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Text(parameter.Name)}</dt><dd>{Text(parameter.In?.ToString()?.ToLowerInvariant())}, {Text(TypeOf(parameter.Schema))}</dd>");
        foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            page.Append(CultureInfo.InvariantCulture, $"<dt>body</dt><dd>{Text(TypeOf(content.Schema))}</dd>");
        foreach (var (status, response) in operation.Responses ?? [])
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Text(status)}</dt><dd>{Text(TypeOf(response.Content?.Values.FirstOrDefault()?.Schema))}</dd>");
        page.Append("</dl></section>");
    }

    private static void Append(StringBuilder page, string name, IOpenApiSchema schema)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section><h3>{Text(name)}</h3><p>{Text(schema.Description)}</p><dl>");
        foreach (var (property, type) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Text(property)}</dt><dd>{Text(TypeOf(type))}{(type.Description is null ? "" : ": " + Text(type.Description))}</dd>");
        page.Append("</dl></section>");
    }

    private static string TypeOf(IOpenApiSchema? schema) => schema switch
    {
        null => "nothing",
        OpenApiSchemaReference reference => reference.Reference.Id ?? "object",
        { Items: { } items } => $"list of {TypeOf(items)}",
        { OneOf: { Count: > 0 } one } => string.Join(" or ", one.Select(TypeOf)),
        _ => schema.Type?.ToString().ToLowerInvariant() ?? (schema.Enum is { Count: > 0 } values ? string.Join(", ", values) : "any"),
    };

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
