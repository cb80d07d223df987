using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Sharing;

/// <summary>What a log holds, without its rows: the users with their number of interactions, and the categories.</summary>
internal sealed class LogCensus : IInteractionSink
{
    private readonly Dictionary<long, long> _integers = [];
    private readonly Dictionary<string, long> _strings = new(StringComparer.Ordinal);
    private readonly HashSet<(string Type, string Value)> _categories = [];
    private (string Type, string Value) _last;

    /// <summary>The categories seen.</summary>
    public Catalog Catalog => Catalog.FromObserved(_categories);

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> user, string type, string value, byte strength, long unixMicroseconds)
    {
        if (_last != (type, value))
            _categories.Add(_last = (type, value));
        if (IdMap.TryParseInteger(user, out var integer))
            CollectionsMarshal.GetValueRefOrAddDefault(_integers, integer, out _)++;
        else
            CollectionsMarshal.GetValueRefOrAddDefault(_strings.GetAlternateLookup<ReadOnlySpan<char>>(), user, out _)++;
    }

    /// <summary>The users in order of index, with the interactions of each. Ids are integers when all of them are.</summary>
    public (IdMap Users, long[] Counts) Users()
    {
        if (_strings.Count == 0)
        {
            var users = IdMap.OfIntegers(_integers.Keys);
            return (users, [.. Enumerable.Range(0, users.Count).Select(user => _integers[users.IntegerAt(user)])]);
        }

        foreach (var (id, count) in _integers)
            _strings.Add(id.ToString(CultureInfo.InvariantCulture), count);
        _integers.Clear();
        var texts = IdMap.OfStrings(_strings.Keys);
        return (texts, [.. Enumerable.Range(0, texts.Count).Select(user => _strings[texts[user]])]);
    }

    /// <summary>Adds what the other ranks have seen, each other rows of one log.</summary>
    public void Merge(ICollective ranks)
    {
        using var own = new MemoryStream();
        Write(own);
        using var all = new MemoryStream(ranks.AllGather<byte>(own.ToArray()));
        _integers.Clear();
        _strings.Clear();
        while (all.Position < all.Length)
            Read(all);
    }

    private void Write(Stream to)
    {
        using var writer = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true);
        writer.Write(_categories.Count);
        foreach (var (type, value) in _categories)
        {
            writer.Write(type);
            writer.Write(value);
        }

        writer.Write(_integers.Count);
        foreach (var (id, count) in _integers)
        {
            writer.Write(id);
            writer.Write(count);
        }

        writer.Write(_strings.Count);
        foreach (var (id, count) in _strings)
        {
            writer.Write(id);
            writer.Write(count);
        }
    }

    private void Read(Stream from)
    {
        using var reader = new BinaryReader(from, Encoding.UTF8, leaveOpen: true);
        for (var left = reader.ReadInt32(); left > 0; left--)
            _categories.Add((reader.ReadString(), reader.ReadString()));
        for (var left = reader.ReadInt32(); left > 0; left--)
            CollectionsMarshal.GetValueRefOrAddDefault(_integers, reader.ReadInt64(), out _) += reader.ReadInt64();
        for (var left = reader.ReadInt32(); left > 0; left--)
            CollectionsMarshal.GetValueRefOrAddDefault(_strings, reader.ReadString(), out _) += reader.ReadInt64();
    }
}
