using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PoppyUniverse.Web.Hosting;

/// <summary>What a client may take of the server.</summary>
internal static class Limits
{
    private const long MostBodyBytes = 8 << 20; // 10,000 rows of some 200 bytes, four times over
    private const int MostHeaderBytes = 16 << 10;
    private const int MostHeaders = 64;
    private const int MostRequestLineBytes = 8 << 10;
    private const double SlowestBytesPerSecond = 1_024;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>A request may take this long; server-sent events and the page's connection are exempt.</summary>
    public static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(60);

    /// <summary>How long a stop waits for requests on their way.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    /// <summary>Sets the limits.</summary>
    public static void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = MostBodyBytes;
        options.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        options.Limits.MaxRequestHeaderCount = MostHeaders;
        options.Limits.MaxRequestLineSize = MostRequestLineBytes;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        options.Limits.MinRequestBodyDataRate = new(SlowestBytesPerSecond, Grace);
        options.Limits.MinResponseDataRate = new(SlowestBytesPerSecond, Grace);
        options.Limits.MaxConcurrentConnections = 4_096;
        options.Limits.MaxConcurrentUpgradedConnections = 512;
    }
}
