using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PoppyUniverse.Learning;

/// <summary>Arrays of numbers over <see cref="ICollective"/>, of any length: long ones go in pieces.</summary>
public static class CollectiveArrays
{
    // all ranks' pieces of a round together; well below what a message may hold, and little beside the arrays themselves
    private const int RoundBytes = 1 << 26;

    /// <summary>Everybody's numbers one behind the other in order of ranks; each rank may have another number of them.</summary>
    public static T[] AllGather<T>(this ICollective ranks, ReadOnlySpan<T> own)
        where T : unmanaged => ranks.InRounds(own, toAll: true)!;

    /// <summary>The same on rank 0; null on the others.</summary>
    public static T[]? Gather<T>(this ICollective ranks, ReadOnlySpan<T> own)
        where T : unmanaged => ranks.InRounds(own, toAll: false);

    /// <summary>Rank 0's numbers on all.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="numbers">Rank 0's; ignored on the others.</param>
    public static T[] Broadcast<T>(this ICollective ranks, T[]? numbers)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(ranks);
        var all = ranks.Rank == 0 ? numbers! : [];
        if (ranks.Size == 1)
            return all;
        var length = new[] { (long)all.Length };
        ranks.Broadcast(MemoryMarshal.AsBytes(length.AsSpan()));
        if (ranks.Rank != 0)
            all = new T[length[0]];
        var piece = RoundBytes / Unsafe.SizeOf<T>();
        for (var start = 0L; start < all.LongLength; start += piece)
            ranks.Broadcast(MemoryMarshal.AsBytes(all.AsSpan((int)start, (int)Math.Min(piece, all.LongLength - start))));
        return all;
    }

    /// <summary>Sums of whole numbers, entry by entry, which no order can change; as many on each rank.</summary>
    public static long[] Sum(this ICollective ranks, long[] own)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        ArgumentNullException.ThrowIfNull(own);
        if (ranks.Size == 1)
            return own;
        var (all, sums) = (ranks.AllGather<long>(own), new long[own.Length]);
        for (var i = 0; i < all.Length; i++)
            sums[i % own.Length] += all[i];
        return sums;
    }

    private static T[]? InRounds<T>(this ICollective ranks, ReadOnlySpan<T> own, bool toAll)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Size == 1)
            return own.ToArray();
        var counts = new long[ranks.Size];
        ranks.AllGather(MemoryMarshal.AsBytes([(long)own.Length]), [.. Enumerable.Repeat(sizeof(long), ranks.Size)], MemoryMarshal.AsBytes(counts.AsSpan()));
        var receives = toAll || ranks.Rank == 0;
        var all = receives ? new T[counts.Sum()] : null;
        var piece = Math.Max(1, RoundBytes / ranks.Size / Unsafe.SizeOf<T>());
        for (var start = 0L; start < counts.Max(); start += piece)
        {
            int[] taken = [.. counts.Select(count => (int)Math.Clamp(count - start, 0, piece))];
            var round = new T[receives ? taken.Sum() : 0];
            int[] lengths = [.. taken.Select(count => count * Unsafe.SizeOf<T>())];
            var bytes = MemoryMarshal.AsBytes(own.Slice((int)Math.Min(start, own.Length), taken[ranks.Rank]));
            if (toAll)
                ranks.AllGather(bytes, lengths, MemoryMarshal.AsBytes(round.AsSpan()));
            else
                ranks.Gather(bytes, lengths, MemoryMarshal.AsBytes(round.AsSpan()));
            if (receives)
                Place(round, all!, counts, (start, taken));
        }

        return all;
    }

    // Each rank's piece of a round behind what came from it before.
    private static void Place<T>(T[] round, T[] all, long[] counts, (long Start, int[] Taken) piece)
    {
        var (from, to) = (0, 0L);
        for (var rank = 0; rank < counts.Length; rank++)
        {
            Array.Copy(round, from, all, to + Math.Min(piece.Start, counts[rank]), piece.Taken[rank]);
            from += piece.Taken[rank];
            to += counts[rank];
        }
    }
}
