using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Pages;

/// <summary>
/// What the person at a page may do. A page stays connected for long, so its key is looked up again for everything that it
/// does.
/// </summary>
internal sealed class PageAccess(AccessPolicy policy, IStore store, AuthenticationStateProvider who)
{
    /// <summary>Whether somebody signed in, and can sign out.</summary>
    public bool IsSignedIn => policy.KeysRequired;

    /// <summary>Why this cannot be done, for people; null when it can.</summary>
    public async Task<string?> RefusalAsync(Scope needed)
    {
        if (!policy.KeysRequired)
            return null;
        var state = await who.GetAuthenticationStateAsync().ConfigureAwait(false);
        var key = state.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id ? await store.FindKeyAsync(id, CancellationToken.None).ConfigureAwait(false) : null;
        if (key is not { RevokedUnixMicroseconds: null } || !Enum.TryParse<Scope>(key.Scope, ignoreCase: true, out var scope))
            return "Your key was revoked. Sign in with another.";
        return scope >= needed ? null : $"Your key has scope {key.Scope}; this needs {needed.ToString().ToLowerInvariant()}. `poppy keys add --scope {needed.ToString().ToLowerInvariant()}` makes one.";
    }
}
