using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PoppyUniverse.Web.Security;

/// <summary>
/// The page's way to show a key: a form, and a cookie that scripts cannot read and other sites cannot send. The cookie ends
/// with the browser's session, and works no longer than its key.
/// </summary>
internal sealed class SignIn(AccessPolicy policy, KeyVerifier keys, FailedAttempts failures)
{
    /// <summary>Where the form is.</summary>
    public const string Path = "/sign-in";

    /// <summary>Where to be signed out.</summary>
    public const string OutPath = "/sign-out";

    private const string Field = "key";
    private const string Back = "return";

    /// <summary>Maps the form's target; the form itself is a page (<paramref name="form"/>, told what was wrong and where to return to).</summary>
    public void Map(IEndpointRouteBuilder routes, Func<string?, string, IResult> form)
    {
        routes.MapGet(Path, (HttpRequest request) => policy.KeysRequired ? form(null, Target(request.Query[Back])) : TypedResults.Redirect("/")).OpenToAll().ExcludeFromDescription();
        routes.MapPost(Path, (HttpContext context, CancellationToken cancellation) => EnterAsync(context, form, cancellation)).OpenToAll().ExcludeFromDescription();
        routes.MapPost(OutPath, (HttpContext context) =>
        {
            context.Response.Cookies.Delete(KeyGate.Cookie, Options(context.Request));
            return TypedResults.Redirect(Path);
        }).OpenToAll().ExcludeFromDescription();
    }

    /// <summary>Whether a request without a key is a person's who wants to see a page.</summary>
    public static bool Wants(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) && !request.Headers.ContainsKey("Authorization") && !request.Headers.ContainsKey("X-Api-Key");

    /// <summary>The form, from which one gets to where one wanted to go.</summary>
    public static string PathFor(HttpRequest request) => $"{Path}?{Back}={Uri.EscapeDataString(request.Path + request.QueryString)}";

    /// <summary>A key's holder, as pages know it.</summary>
    public static ClaimsPrincipal HolderOf(string keyId) => new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, keyId)], "key"));

    private async Task<IResult> EnterAsync(HttpContext context, Func<string?, string, IResult> form, CancellationToken cancellation)
    {
        var sent = await context.Request.ReadFormAsync(cancellation).ConfigureAwait(false);
        var (key, target) = (sent[Field].ToString().Trim(), Target(sent[Back]));
        if (failures.AreTooMany(context.Connection.RemoteIpAddress))
            return form("Too many wrong keys came from your address. Wait a minute, then try again.", target);
        if (await keys.VerifyAsync(key, cancellation).ConfigureAwait(false) is null)
        {
            failures.Note(context.Connection.RemoteIpAddress);
            return form("This key is not good, or was revoked.", target);
        }

        context.Response.Cookies.Append(KeyGate.Cookie, key, Options(context.Request));
        return TypedResults.Redirect(target);
    }

    private static CookieOptions Options(HttpRequest request) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/", IsEssential = true };

    // only paths of this server: "//elsewhere" would be another
    private static string Target(string? path) => path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";
}
