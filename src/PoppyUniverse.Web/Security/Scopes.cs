using Microsoft.AspNetCore.Builder;

namespace PoppyUniverse.Web.Security;

/// <summary>What an endpoint asks of a key. An endpoint that says nothing asks for <see cref="Scope.Read"/>.</summary>
internal static class Scopes
{
    /// <summary>The scope a key needs.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, Scope scope)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Required(scope));

    /// <summary>Needs no key.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Required(null));

    /// <summary>The scope a key needs; null for no key.</summary>
    internal sealed record Required(Scope? Scope);
}
