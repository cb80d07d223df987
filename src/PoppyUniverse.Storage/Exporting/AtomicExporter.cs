using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Exporting;

/// <summary>
/// RecBole's atomic files: NAME.inter, NAME.user and NAME.item in a folder NAME, tab-separated, with typed headers. Items are
/// the catalog's values.
/// </summary>
public static class AtomicExporter
{
    /// <summary>Writes a log: who picked what, the rating where the log has any, and when, in Unix seconds.</summary>
    public static IReadOnlyList<string> Write(InteractionLog log, string folder)
    {
        ArgumentNullException.ThrowIfNull(log);
        var items = Items(log.Catalog);
        var rated = log.StrengthCount > 0;
        IEnumerable<string> header = ["user_id:token", "item_id:token", .. rated ? ["rating:float"] : Array.Empty<string>(), "timestamp:float"];
        var users = new long[log.Users.Count];
        foreach (var row in log.Rows())
            users[log.UserIndices[row]]++;
        return Write(folder, [header, .. log.Rows().Select(Row)], (log.Users, users), log.Catalog);

        IEnumerable<string> Row(long number)
        {
            var row = log[number];
            var seconds = (row.UnixMicroseconds / 1e6).ToString("0.######", CultureInfo.InvariantCulture);
            var rating = row.Strength == Interaction.MissingStrength ? "" : ((int)row.Strength).ToString(CultureInfo.InvariantCulture);
            return [log.Users[row.UserIndex], items[row.ValueIndex], .. rated ? [rating] : Array.Empty<string>(), seconds];
        }
    }

    /// <summary>Writes what a model remembers of its log: how often each user picked each value.</summary>
    /// <exception cref="ModelFormatException">The model remembers none.</exception>
    public static IReadOnlyList<string> Write(ITrainedModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        if ((model as Layer4Model)?.Parameters.Memory is not { } memory)
            throw new ModelFormatException(folder, "cannot be written: the model does not keep how often who picked what, which only Layer 4 does when it predicts choices; expected the log too (--data FILE).");
        var items = Items(model.Catalog);
        IEnumerable<string> header = ["user_id:token", "item_id:token", "count:float"];
        var counts = Enumerable.Range(0, model.Users.Count).SelectMany(user => Enumerable.Range((int)memory.Starts[user], (int)(memory.Starts[user + 1] - memory.Starts[user]))
            .Select(place => (IEnumerable<string>)[model.Users[user], items[memory.Values[place]], memory.Counts[place].ToString(CultureInfo.InvariantCulture)]));
        return Write(folder, counts.Prepend(header), (model.Users, model.Statistics.UserCounts), model.Catalog);
    }

    private static IReadOnlyList<string> Write(string folder, IEnumerable<IEnumerable<string>> interactions, (IdMap Ids, long[] Counts) users, Catalog catalog)
    {
        if (File.Exists(folder))
            throw new IOException($"{folder}: is a file; expected a folder for the files.");
        var path = Path.Combine(folder, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))));
        var items = Items(catalog);
        TabFile.Write(path + ".inter", interactions);
        TabFile.Write(path + ".user", Enumerable.Range(0, users.Ids.Count).Where(user => users.Counts[user] > 0)
            .Select(user => (IEnumerable<string>)[users.Ids[user], users.Counts[user].ToString(CultureInfo.InvariantCulture)])
            .Prepend(["user_id:token", "interactions:float"]));
        TabFile.Write(path + ".item", items.Select((item, value) => (IEnumerable<string>)[item, catalog.Types[catalog.TypeOfValue[value]], catalog.Values[value]])
            .Prepend(["item_id:token", "category_type:token", "category_value:token"]));
        return [path + ".inter", path + ".user", path + ".item"];
    }

    private static string[] Items(Catalog catalog) => [.. Enumerable.Range(0, catalog.ValueCount).Select(catalog.Label)];
}
