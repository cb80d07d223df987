using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Hosting;

/// <summary>
/// Renders pages once before the server listens, so that what the runtime compiles for a first page is there when somebody
/// looks. Endpoints are called as they are, without the pipeline around them: no key is asked for, and nothing is counted,
/// limited or logged as a request.
/// </summary>
internal static class WarmUp
{
    // these compute nothing in the background; the others bring only their own components beside what these share
    private static readonly string[] Pages = ["/explore", "/training"];

    /// <summary>Renders the pages; how many. One that fails is left for its first visitor, who is told.</summary>
    public static async Task<int> RenderAsync(WebApplication app, CancellationToken cancellation)
    {
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToArray();
        var rendered = 0;
        foreach (var page in Pages)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Array.Find(endpoints, endpoint => "/" + endpoint.RoutePattern.RawText?.TrimStart('/') == page) is { RequestDelegate: { } render } found)
                rendered += await IsRenderedAsync(app.Services, page, (found, render)).ConfigureAwait(false) ? 1 : 0;
        }

        return rendered;
    }

    private static async Task<bool> IsRenderedAsync(IServiceProvider services, string page, (Endpoint Endpoint, RequestDelegate Render) by)
    {
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
            (context.Request.Method, context.Request.Scheme, context.Request.Host, context.Request.Path) = (HttpMethods.Get, "http", new("localhost"), page);
            context.SetEndpoint(by.Endpoint);
            try
            {
                await by.Render(context).ConfigureAwait(false);
                return context.Response.StatusCode == StatusCodes.Status200OK;
            }
            catch (Exception failure) when (failure is StoreException or InvalidOperationException)
            {
                return false; // nothing is lost but time
            }
        }
    }
}
