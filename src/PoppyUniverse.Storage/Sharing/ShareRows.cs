using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Sharing;

/// <summary>Keeps the rows of some users, and lets the others go by.</summary>
internal sealed class ShareRows(Catalog catalog, IdMap users) : IInteractionSink
{
    private readonly InteractionColumns _columns = new();

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> user, string type, string value, byte strength, long unixMicroseconds)
    {
        var index = users.IndexOf(user);
        if (index != IdMap.Unknown)
            _columns.Append(new(index, catalog.IndexOf(type, value), strength, unixMicroseconds));
    }

    /// <summary>The log of the rows kept.</summary>
    public InteractionLog Build() => new(catalog, users, _columns);
}
