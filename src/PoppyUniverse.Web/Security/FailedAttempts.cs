using System.Collections.Concurrent;
using System.Net;

namespace PoppyUniverse.Web.Security;

/// <summary>Counts refused requests by address, so that nobody goes on guessing: 60 a minute, then a pause.</summary>
internal sealed class FailedAttempts(TimeProvider clock)
{
    private const int MostInAWindow = 60;
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, (int Count, long Since)> _counts = new();

    /// <summary>Whether an address has to wait.</summary>
    public bool AreTooMany(IPAddress? address) =>
        address is not null && _counts.TryGetValue(address, out var seen) && seen.Count >= MostInAWindow && clock.GetElapsedTime(seen.Since) < Window;

    /// <summary>One more was refused.</summary>
    public void Note(IPAddress? address)
    {
        if (address is null)
            return;
        if (_counts.Count >= MostAddresses)
            _counts.Clear();
        var now = clock.GetTimestamp();
        _counts.AddOrUpdate(address, (1, now), (_, seen) => clock.GetElapsedTime(seen.Since, now) < Window ? (seen.Count + 1, seen.Since) : (1, now));
    }
}
