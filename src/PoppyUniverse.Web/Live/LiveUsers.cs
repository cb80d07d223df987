using System.Collections.Concurrent;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Live;

/// <summary>
/// The users who did something since the model was trained. What is here follows from the store alone: a restart reads it
/// again and gives the same answers.
/// </summary>
internal sealed class LiveUsers(Erasures erasures)
{
    private readonly ConcurrentDictionary<string, LiveUser> _users = new(StringComparer.Ordinal);

    /// <summary>The user, or null when nothing is new.</summary>
    public LiveUser? Find(string user) => _users.GetValueOrDefault(user);

    /// <summary>Takes in rows of many users.</summary>
    public void Add(IEnumerable<StoredInteraction> rows)
    {
        foreach (var ofUser in rows.GroupBy(row => row.User, StringComparer.Ordinal))
        {
            StoredInteraction[] added = [.. ofUser];
            while (!_users.GetOrAdd(ofUser.Key, id => new(id)).Add(added))
                Thread.Yield(); // given up, and about to be taken out
            Forget(ofUser.Key);
        }
    }

    /// <summary>Forgets what a user did before the user was erased.</summary>
    public void Forget(string user)
    {
        if (erasures.Through(user) is > 0 and var through)
            Prune(user, through);
    }

    /// <summary>Forgets rows up to a number.</summary>
    public void Prune(long through)
    {
        foreach (var id in _users.Keys)
            Prune(id, through);
    }

    private void Prune(string id, long through)
    {
        if (_users.TryGetValue(id, out var user) && !user.Prune(through))
            _users.TryRemove(new(id, user));
    }
}
