using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PoppyUniverse.Web.Pages.Insight;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Pages;

/// <summary>Serves the page: Blazor components, rendered on the server, over one connection.</summary>
internal static class PageHost
{
    /// <summary>Adds what the pages need.</summary>
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton<Insights>().AddSingleton<SignIn>().AddScoped<PageAccess>().AddScoped<Exploration>().AddRazorComponents().AddInteractiveServerComponents();

    /// <summary>Maps every @page of this assembly, and the form to sign in.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
            .RequireScope(Scope.Read);
        routes.ServiceProvider.GetRequiredService<SignIn>().Map(routes, Form);
    }

    /// <summary>Shows people who follow a wrong address a page that says so; programs get problem details.</summary>
    public static async Task ShowMissing(HttpContext context, RequestDelegate next)
    {
        await next(context).ConfigureAwait(false);
        if (context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null } && SignIn.Wants(context.Request))
            await new RazorComponentResult<MissingPage> { StatusCode = StatusCodes.Status404NotFound }.ExecuteAsync(context).ConfigureAwait(false);
    }

    private static RazorComponentResult<SignInForm> Form(string? problem, string target) =>
        new(new Dictionary<string, object?> { [nameof(SignInForm.Problem)] = problem, [nameof(SignInForm.Return)] = target })
        {
            StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized,
        };
}
