using System.Security.Cryptography;
using System.Text;

namespace PoppyUniverse.Storage.Stores;

/// <summary>
/// That somebody was erased, without telling who: the SHA-256 of the id. A model trained before has still a row for the
/// user, and must not use it.
/// </summary>
/// <param name="Hash">SHA-256 of the id, 32 bytes, hexadecimal.</param>
/// <param name="Sequence">The number of the erasure among the interactions: models trained through later ones do not know the user.</param>
public sealed record ErasedUser(string Hash, long Sequence)
{
    /// <summary>The hash of an id.</summary>
    public static string HashOf(string user) => Convert.ToHexStringLower(HashBytes(user));

    internal static byte[] HashBytes(string user) => SHA256.HashData(Encoding.UTF8.GetBytes("erased user\n" + user));
}
