using Microsoft.AspNetCore.Http;

namespace PoppyUniverse.Web.Security;

/// <summary>
/// Lets a request through that has a key of the scope its endpoint asks for, or needs none. The key comes in the header
/// Authorization (Bearer) or X-Api-Key, or in the cookie of the page's sign-in; never in an address, which logs keep.
/// </summary>
internal sealed class KeyGate(RequestDelegate next, AccessPolicy policy, KeyVerifier keys, FailedAttempts failures)
{
    /// <summary>The cookie that the page's sign-in sets.</summary>
    public const string Cookie = "poppy_key";

    /// <summary>Where the id of a request's key is noted.</summary>
    public static readonly object KeyId = new();

    private const string Bearer = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        var required = context.GetEndpoint()?.Metadata.GetMetadata<Scopes.Required>();
        if (!policy.KeysRequired || required is { Scope: null })
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (failures.AreTooMany(context.Connection.RemoteIpAddress))
        {
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests without a good key; wait a minute.").ConfigureAwait(false);
            return;
        }

        var presented = Presented(context.Request);
        var key = presented is null ? null : await keys.VerifyAsync(presented, context.RequestAborted).ConfigureAwait(false);
        if (key is null)
        {
            var opens = SignIn.Wants(context.Request);
            if (!opens || presented is not null)
                failures.Note(context.Connection.RemoteIpAddress);
            if (opens)
            {
                context.Response.Redirect(SignIn.PathFor(context.Request));
                return;
            }

            context.Response.Headers.WWWAuthenticate = "Bearer";
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, presented is null ? "An API key is needed: Authorization: Bearer KEY. `poppy keys add` makes one." : "The API key is not good, or was revoked.").ConfigureAwait(false);
        }
        else if (key.Value.Scope < (required?.Scope ?? Scope.Read))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, $"The API key has scope {key.Value.Scope.ToString().ToLowerInvariant()}; this needs {required!.Scope.ToString()!.ToLowerInvariant()}.").ConfigureAwait(false);
        }
        else
        {
            context.Items[KeyId] = key.Value.Id;
            context.User = SignIn.HolderOf(key.Value.Id);
            await next(context).ConfigureAwait(false);
        }
    }

    private static string? Presented(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        return request.Headers["X-Api-Key"].ToString() is { Length: > 0 } key ? key : request.Cookies[Cookie];
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: "Not allowed").ExecuteAsync(context);
}
