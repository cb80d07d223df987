using System.Globalization;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>Tells training runs apart.</summary>
internal static class TrainingIdentity
{
    /// <summary>A text that differs when the log, the options or the random stream do.</summary>
    public static string Of(InteractionLog log, Layer4Options options, RandomStream random)
    {
        var hash = 0xCBF29CE484222325; // FNV-1a, over words
        Mix((ulong)log.Catalog.ValueCount);
        Mix((ulong)log.Users.Count);
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            ReadOnlySpan<int> users = log.UserIndices.Chunk(c), values = log.ValueIndices.Chunk(c);
            var strengths = log.Strengths.Chunk(c);
            var times = log.UnixMicroseconds.Chunk(c);
            for (var i = 0; i < users.Length; i++)
            {
                Mix(((ulong)(uint)users[i] << 32) | (uint)values[i]);
                Mix(((ulong)times[i] << 3) | strengths[i]);
            }
        }

        var words = random.Words(0);
        Mix(((ulong)words.X0 << 32) | words.X1);
        return string.Create(CultureInfo.InvariantCulture, $"{hash:x16} {log.Count} {Text(options.Rating)} {Text(options.Choice)} {options with { Rating = new(), Choice = new() }}");

        void Mix(ulong word) => hash = (hash ^ word) * 0x100000001B3;
    }

    // a record prints a list by its type only
    private static string Text(NetworkOptions options) => $"{options with { Hidden = [] }} {string.Join('-', options.Hidden)}";
}
