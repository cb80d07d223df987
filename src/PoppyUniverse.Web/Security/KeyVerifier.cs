using System.Collections.Concurrent;
using System.Security.Cryptography;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Security;

/// <summary>Looks keys up. Good ones are remembered for some seconds, so that a revoked key works no longer than that.</summary>
internal sealed class KeyVerifier(IStore store, TimeProvider clock)
{
    /// <summary>How long a key works after it was revoked, at most.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (ApiKey Key, long Since)> _known = new(StringComparer.Ordinal);

    /// <summary>The key that somebody presents; null when there is none such, or it was revoked.</summary>
    public async ValueTask<(string Id, Scope Scope)?> VerifyAsync(string presented, CancellationToken cancellation)
    {
        if (!KeyMaker.TryRead(presented, out var id, out var secret))
            return null;
        var key = await FindAsync(id, cancellation).ConfigureAwait(false);
        // compared in constant time, and with something even when there is no such key
        var same = CryptographicOperations.FixedTimeEquals(KeyMaker.HashOf(secret), key?.Hash ?? KeyMaker.HashOf(""));
        return same && key is { RevokedUnixMicroseconds: null } && Enum.TryParse<Scope>(key.Scope, ignoreCase: true, out var scope) ? (key.Id, scope) : null;
    }

    private async ValueTask<ApiKey?> FindAsync(string id, CancellationToken cancellation)
    {
        if (_known.TryGetValue(id, out var known) && clock.GetElapsedTime(known.Since) < Memory)
            return known.Key;
        var now = clock.GetTimestamp();
        var key = await store.FindKeyAsync(id, cancellation).ConfigureAwait(false);
        if (key is { RevokedUnixMicroseconds: null })
            _known[id] = (key, now);
        else
            _known.TryRemove(id, out _);
        return key;
    }
}
