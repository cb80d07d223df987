using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace PoppyUniverse.Web.Security;

/// <summary>A bucket of tokens for each key: so many requests a second on average, twice as many at once.</summary>
internal static class RateLimits
{
    private static readonly TimeSpan Refill = TimeSpan.FromMilliseconds(100);

    /// <summary>Sets the limits; without keys there are none, for nobody but this machine asks.</summary>
    public static void Configure(RateLimiterOptions options, AccessPolicy policy)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (context, cancellation) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            await TypedResults.Problem($"The key made more than {policy.RequestsPerSecond} requests a second.", statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests")
                .ExecuteAsync(context.HttpContext).ConfigureAwait(false);
        };
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Items[KeyGate.KeyId] is string key
            ? RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(policy.RequestsPerSecond))
            : RateLimitPartition.GetNoLimiter(""));
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        TokenLimit = 2 * perSecond, TokensPerPeriod = Math.Max(1, perSecond / 10), ReplenishmentPeriod = perSecond < 10 ? TimeSpan.FromSeconds(1.0 / perSecond) : Refill, AutoReplenishment = true, QueueLimit = 0,
    };
}
