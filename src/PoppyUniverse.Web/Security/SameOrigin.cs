using Microsoft.AspNetCore.Http;

namespace PoppyUniverse.Web.Security;

/// <summary>
/// Refuses what a browser sends for a page of another origin. Without it any web page that somebody on this machine opens
/// could ask a server on loopback, which trusts the machine.
/// </summary>
internal static class SameOrigin
{
    /// <summary>Lets through what has no origin (programs) or this server's own.</summary>
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var foreign = origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(context.Request.Host.Value, StringComparison.OrdinalIgnoreCase));
        return foreign || context.Request.Headers["Sec-Fetch-Site"] == "cross-site" && !HttpMethods.IsGet(context.Request.Method)
            ? TypedResults.Problem("The request comes from a page of another origin.", statusCode: StatusCodes.Status403Forbidden, title: "Not allowed").ExecuteAsync(context)
            : next(context);
    }
}
