using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Exporting;

/// <summary>
/// The vectors a model has learned, of any kind, as tab-separated files for projector tools: NAME.tsv holds one vector a row
/// and no header; user.labels.tsv and so on name the rows of every file of that field, under a header. The row that stands
/// for what is unknown has no label and is left out.
/// </summary>
public static class EmbeddingExporter
{
    private static readonly string[] DayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    /// <summary>Writes all tables of users, types, values, hours and days into a folder.</summary>
    /// <returns>The files written, in order.</returns>
    public static IReadOnlyList<string> Write(ITrainedModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (File.Exists(folder))
            throw new IOException($"{folder}: is a file; expected a folder for the files.");
        var (files, labels) = (new List<string>(), Labels(model));
        var used = new HashSet<string>();
        foreach (var tensor in model.Tensors)
        {
            var field = tensor.Name.Split('.').FirstOrDefault(labels.ContainsKey);
            if (field is null || tensor.Shape is not [var rows, > 0 and var width] || rows - labels[field].Rows.Count is not (0 or 1))
                continue;
            used.Add(field);
            Write(tensor.Name + ".tsv", labels[field].Rows.Select((_, row) => tensor.Data.AsSpan(row * width, width).ToArray().Select(entry => entry.ToString("R", CultureInfo.InvariantCulture))));
        }

        foreach (var (field, (header, rows)) in labels.Where(entry => used.Contains(entry.Key)))
            Write(field + ".labels.tsv", rows.Prepend(header));

        return files;

        void Write(string name, IEnumerable<IEnumerable<string>> rows)
        {
            files.Add(Path.Combine(folder, name));
            TabFile.Write(files[^1], rows);
        }
    }

    private static Dictionary<string, (IReadOnlyList<string> Header, IReadOnlyList<IEnumerable<string>> Rows)> Labels(ITrainedModel model)
    {
        var (catalog, statistics) = (model.Catalog, model.Statistics);
        return new()
        {
            ["user"] = (["User_ID", "Interactions"], [.. Enumerable.Range(0, model.Users.Count).Select(user => Row(statistics.UserCounts[user], model.Users[user]))]),
            ["type"] = (["Category_Type", "Interactions"], [.. catalog.Types.Select((type, t) => Row(Sum(catalog.ValuesOf(t)), type))]),
            ["value"] = (["Category_Type", "Category_Value", "Interactions"], [.. catalog.Values.Select((value, v) => Row(statistics.ValueCounts[v], catalog.Types[catalog.TypeOfValue[v]], value))]),
            ["hour"] = (["Hour", "Interactions"], [.. Enumerable.Range(0, TimeSlot.Hours).Select(hour => Row(Slots(slot => slot.Hour == hour), $"{hour:00}:00"))]),
            ["day"] = (["Day", "Interactions"], [.. Enumerable.Range(0, TimeSlot.Days).Select(day => Row(Slots(slot => slot.Day == day), DayNames[day]))]),
        };

        long Sum((int First, int Count) values) => statistics.ValueCounts.AsSpan(values.First, values.Count).ToArray().Sum();
        long Slots(Func<TimeSlot, bool> wanted) => statistics.SlotCounts.Where((_, slot) => wanted(new((byte)slot))).Sum();
        static IEnumerable<string> Row(long interactions, params string[] names) => [.. names, interactions.ToString(CultureInfo.InvariantCulture)];
    }
}
