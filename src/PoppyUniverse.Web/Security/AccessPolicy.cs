using System.Net;

namespace PoppyUniverse.Web.Security;

/// <summary>Who may ask: anybody on loopback, else holders of API keys.</summary>
/// <param name="KeysRequired">Whether keys are asked for.</param>
/// <param name="RequestsPerSecond">What a key may make on average.</param>
internal sealed record AccessPolicy(bool KeysRequired, int RequestsPerSecond)
{
    /// <summary>The policy of some options.</summary>
    public static AccessPolicy Of(ServeOptions options) => new(options.RequireKeys || !options.Urls.All(IsLoopback), options.RequestsPerSecond);

    /// <summary>Whether nobody but this machine can reach an address; in doubt it is not so.</summary>
    public static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
        && (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
