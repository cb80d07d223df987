using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.FoldingIn;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Live;

/// <summary>What a user did since the model was trained, and the model's view of the user with that folded in.</summary>
internal sealed class LiveUser(string id)
{
    private StoredInteraction[] _rows = [];
    private Folded? _folded;
    private bool _isGone;

    /// <summary>Interactions, in order of their numbers.</summary>
    public IReadOnlyList<StoredInteraction> Rows => Volatile.Read(ref _rows);

    /// <summary>
    /// Takes rows in; one that is there already stays once. Requests on their way keep what they had. False when the user
    /// was given up meanwhile, and another object has to take them.
    /// </summary>
    public bool Add(IReadOnlyList<StoredInteraction> rows)
    {
        lock (this)
        {
            if (_isGone)
                return false;
            // a restart and a request may bring the same rows; else they come in order
            var added = IsAscendingAfter(_rows.Length == 0 ? 0 : _rows[^1].Sequence, rows)
                ? [.. _rows, .. rows]
                : _rows.Concat(rows).DistinctBy(row => row.Sequence).OrderBy(row => row.Sequence).ToArray();
            Volatile.Write(ref _rows, added);
            return true;
        }
    }

    /// <summary>Forgets rows up to a number; false when none is left, and the user is given up.</summary>
    public bool Prune(long through)
    {
        lock (this)
        {
            if (_rows.Length > 0 && _rows[0].Sequence <= through)
                Volatile.Write(ref _rows, [.. _rows.Where(row => row.Sequence > through)]);
            _isGone = _rows.Length == 0;
            return !_isGone;
        }
    }

    /// <summary>The model with the rows that it was not trained on folded in; null when there are none, or the model cannot.</summary>
    public IRecommender? View(ServedModel served)
    {
        if (served.Model is not IFoldsIn model)
            return null;
        var rows = Volatile.Read(ref _rows);
        var known = Volatile.Read(ref _folded);
        if (known is not null && ReferenceEquals(known.Served, served) && ReferenceEquals(known.Rows, rows))
            return known.View;
        var interactions = Interactions(rows, served);
        var view = interactions.Count == 0 ? null : model.FoldIn(new(id, served.TrainedIndex(id), interactions));
        Volatile.Write(ref _folded, new(served, rows, view));
        return view;
    }

    private static bool IsAscendingAfter(long last, IReadOnlyList<StoredInteraction> rows)
    {
        foreach (var row in rows)
        {
            if (row.Sequence <= last)
                return false;
            last = row.Sequence;
        }

        return true;
    }

    // Values that the model does not have say nothing to it.
    private static List<Interaction> Interactions(StoredInteraction[] rows, ServedModel served)
    {
        var interactions = new List<Interaction>(rows.Length);
        foreach (var row in rows)
        {
            var value = served.Model.Catalog.IndexOf(row.Type, row.Value);
            if (row.Sequence > served.Version.TrainedThrough && value >= 0)
                interactions.Add(new(0, value, row.Strength, row.UnixMicroseconds));
        }

        return interactions;
    }

    private sealed record Folded(ServedModel Served, StoredInteraction[] Rows, IRecommender? View);
}
