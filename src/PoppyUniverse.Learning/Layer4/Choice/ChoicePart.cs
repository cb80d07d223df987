using System.Collections.Concurrent;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>The choice network of a finished model.</summary>
internal sealed class ChoicePart
{
    private readonly FinishedNetwork _queries;
    private readonly ValueVectors _vectors;
    private readonly ChoiceMemory? _memory;
    private readonly ChoiceShares _shares;

    // what a call works with, kept for the next one: a call may be for a handful of rows
    private readonly ConcurrentBag<(ScoringTiles Tiles, ChoiceSoftmax Softmax)> _idle = [];

    public ChoicePart(ChoiceNetworkOptions options, ChoiceParameters parameters, (ChoiceMemory? Counts, ChoiceShares Shares) memory)
    {
        (_memory, _shares) = memory;
        _queries = new(NetworkShape.ForQueries(options), parameters.Queries);
        _vectors = new(parameters.ValueBias.Data.Length, options.VectorSize);
        _vectors.Load(parameters);
    }

    private ChoicePart(ChoicePart all, FinishedNetwork queries, ChoiceMemory? memory) =>
        (_queries, _vectors, _memory, _shares, _idle) = (queries, all._vectors, memory, all._shares, all._idle);

    /// <summary>The network that makes queries.</summary>
    public FinishedNetwork Queries => _queries;

    /// <summary>The values' vectors.</summary>
    public ValueVectors Vectors => _vectors;

    /// <summary>The same for one user alone, with a network and a memory of its own.</summary>
    public ChoicePart WithOnly(FinishedNetwork queries, ChoiceMemory? memory) => new(this, queries, memory);

    /// <summary>
    /// The probability of each row's value among all values, network and memory mixed; an unknown value has none. Rows of one user and hour that
    /// follow each other share the sum over all values.
    /// </summary>
    public unsafe void Score(ScoringRows rows, Span<float> probabilities)
    {
        var (contexts, contextOfRow) = Contexts(rows);
        ScoringRows asked = new([.. contexts.Select(row => row.User)], new int[contexts.Count], [.. contexts.Select(row => row.Slot)]);
        if (!_idle.TryTake(out var work))
            work = (new(_queries), new(_vectors, vectorsStay: true));
        var (tiles, softmax) = work;
        tiles.Start(_queries);
        var row = 0;
        while (tiles.Next(asked))
        {
            softmax.Run(tiles.Outputs, tiles.Count);
            for (; row < rows.Count && contextOfRow[row] < tiles.First + tiles.Count; row++)
            {
                var (query, value) = (contextOfRow[row] - tiles.First, rows.ValueIndices[row]);
                if (value >= _vectors.Values)
                    throw new ArgumentOutOfRangeException(nameof(rows), value, $"The value index is outside the model's {_vectors.Values}; unknown is {IdMap.Unknown}.");
                probabilities[row] = value == IdMap.Unknown ? 0 : Mix(PortableMath.Exp(softmax.Logit(tiles.Outputs, query, value) - softmax.LogSums[query]), rows.UserIndices[row], value, rows.Slots[row]);
            }
        }

        _idle.Add(work);
    }

    private float Mix(double network, int user, int value, TimeSlot slot) => (float)Math.Min(
        1, _memory is null ? network : (_shares.Network * network) + _memory.Weighted(user, value, slot, _shares));

    private static (List<(int User, TimeSlot Slot)> Contexts, int[] ContextOfRow) Contexts(ScoringRows rows)
    {
        var (contexts, contextOfRow) = (new List<(int User, TimeSlot Slot)>(), new int[rows.Count]);
        for (var row = 0; row < rows.Count; row++)
        {
            var context = (rows.UserIndices[row], rows.Slots[row]);
            if (row == 0 || contexts[^1] != context)
                contexts.Add(context);
            contextOfRow[row] = contexts.Count - 1;
        }

        return (contexts, contextOfRow);
    }
}
