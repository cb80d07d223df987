using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Hosting;

/// <summary>
/// The files of wwwroot and Blazor's script, which lie in this assembly: they are there in a build, a published folder and
/// an installed tool alike, without a manifest of static assets. Browsers ask each time whether theirs is still the one.
/// </summary>
internal static class EmbeddedFiles
{
    private const string Prefix = "wwwroot/";

    /// <summary>An endpoint for each file; all may be had without a key, for they tell nothing.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var assembly = typeof(EmbeddedFiles).Assembly;
        var types = new FileExtensionContentTypeProvider();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var type = types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
            routes.MapGet("/" + name[Prefix.Length..], (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-cache";
                return TypedResults.Bytes(content, type, entityTag: tag);
            }).OpenToAll().ExcludeFromDescription();
        }
    }
}
