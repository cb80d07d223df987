using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Security;

/// <summary>
/// API keys: poppy_ID_SECRET, the id 8 random bytes in hexadecimal, the secret 32 random bytes in base64url. The secret is
/// shown once; the store has its SHA-256.
/// </summary>
public static class KeyMaker
{
    private const string Prefix = "poppy_";
    private const int IdBytes = 8;
    private const int SecretBytes = 32;

    /// <summary>A new key: what is shown, and what is stored.</summary>
    public static (string Shown, ApiKey Stored) Make(Scope scope, string label, DateTimeOffset now)
    {
        var (id, secret) = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));
        return ($"{Prefix}{id}_{secret}", new(id, HashOf(secret), scope.ToString().ToLowerInvariant(), label, Timestamp.ToUnixMicroseconds(now), null));
    }

    /// <summary>The two parts of a key; false when it does not look like one.</summary>
    internal static bool TryRead(string key, out string id, out string secret)
    {
        (id, secret) = ("", "");
        const int SecretStart = 6 + (2 * IdBytes);
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || key.Length is <= SecretStart + 1 or > 100 || key[SecretStart] != '_')
            return false;
        (id, secret) = (key[Prefix.Length..SecretStart], key[(SecretStart + 1)..]);
        return true;
    }

    /// <summary>What the store keeps of a secret.</summary>
    internal static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
