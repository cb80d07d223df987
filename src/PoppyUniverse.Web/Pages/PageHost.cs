using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Pages;

/// <summary>Serves the page: Blazor components, rendered on the server, over one connection.</summary>
internal static class PageHost
{
    /// <summary>Maps every @page of this assembly.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapRazorComponents<App>()
        .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
        .RequireScope(Scope.Read);
}
