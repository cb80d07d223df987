using System.Collections.Concurrent;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Live;

/// <summary>Who was erased and when, by hash: what happened before must not be used, wherever it still stands.</summary>
internal sealed class Erasures
{
    private readonly ConcurrentDictionary<string, long> _through = new(StringComparer.Ordinal);

    /// <summary>Notes an erasure.</summary>
    public void Add(ErasedUser erased) => _through.AddOrUpdate(erased.Hash, erased.Sequence, (_, known) => Math.Max(known, erased.Sequence));

    /// <summary>The number through which a user's past is erased; 0 for nobody.</summary>
    public long Through(string user) => _through.IsEmpty ? 0 : _through.GetValueOrDefault(ErasedUser.HashOf(user));
}
