using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Live;

/// <summary>
/// Puts the log that a model was trained on into a store, so that a training there learns from it too. Done before the
/// store's first model is served, its rows are those which that model has learned; rows that come later are new to it.
/// </summary>
public static class StartingLog
{
    private const int RowsOfABatch = 10_000;

    /// <summary>
    /// Puts in what is not there yet: rows have keys of their content, so that neither the same log nor a longer one of the
    /// same rows doubles any, and a call that was broken off is taken up where it was. Users who were erased stay erased.
    /// </summary>
    /// <param name="address">The store's address.</param>
    /// <param name="log">The rows.</param>
    /// <param name="progress">Told the rows done so far.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>Rows that were put in.</returns>
    /// <exception cref="StoreException">The store cannot be opened, read or written.</exception>
    /// <exception cref="FormatException">The address is none.</exception>
    public static async Task<long> PutAsync(string address, InteractionLog log, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(log);
        var store = StoreAddress.Open(address);
        await using (store.ConfigureAwait(false))
        {
            await store.MigrateAsync(cancellation).ConfigureAwait(false);
            var name = NameOf(log);
            if (await store.KnowsLogAsync(name, cancellation).ConfigureAwait(false))
                return 0;
            var added = await PutAsync(store, log, progress, cancellation).ConfigureAwait(false);
            await store.NoteLogAsync(name, cancellation).ConfigureAwait(false);
            return added;
        }
    }

    private static async Task<long> PutAsync(IStore store, InteractionLog log, IProgress<long>? progress, CancellationToken cancellation)
    {
        var erased = (await store.ErasedUsersAsync(cancellation).ConfigureAwait(false)).Select(user => user.Hash).ToHashSet(StringComparer.Ordinal);
        var (added, done) = (0L, 0L);
        foreach (var rows in Rows(log).Chunk(RowsOfABatch))
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = erased.Count == 0 ? rows : rows.Where(row => !erased.Contains(ErasedUser.HashOf(row.User))).ToArray();
            added += (await store.AppendAsync(batch, cancellation).ConfigureAwait(false)).Added;
            progress?.Report(done += rows.Length);
        }

        return added;
    }

    // a user may have done the same twice at one time, so that a key needs a number
    private static IEnumerable<NewInteraction> Rows(InteractionLog log)
    {
        var times = new Dictionary<Interaction, int>();
        foreach (var index in log.Rows())
        {
            var row = log[index];
            var (user, type, value) = (log.Users[row.UserIndex], log.Catalog.Types[log.Catalog.TypeOfValue[row.ValueIndex]], log.Catalog.Values[row.ValueIndex]);
            var number = times[row] = times.GetValueOrDefault(row) + 1;
            var key = string.Create(CultureInfo.InvariantCulture, $"log\n{type}\n{value}\n{row.Strength}\n{row.UnixMicroseconds}\n{number}");
            yield return new(key, user, type, value, row.Strength, row.UnixMicroseconds);
        }
    }

    // The SHA-256 of its rows: the same for the same log in another format.
    private static string NameOf(InteractionLog log)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[sizeof(byte) + sizeof(long)];
        foreach (var row in Rows(log))
        {
            numbers[0] = row.Strength;
            BinaryPrimitives.WriteInt64LittleEndian(numbers[1..], row.UnixMicroseconds);
            hash.AppendData(Encoding.UTF8.GetBytes($"{row.User}\0{row.Type}\0{row.Value}\0"));
            hash.AppendData(numbers);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
