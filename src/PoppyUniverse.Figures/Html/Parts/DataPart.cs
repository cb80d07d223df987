using PoppyUniverse.Evaluation.Summaries;

namespace PoppyUniverse.Figures.Html.Parts;

/// <summary>What the log is: a few facts, and how it spreads.</summary>
internal static class DataPart
{
    private const int MostBars = 8;

    private static readonly string[] DayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static string Render(LogSummary data) => Markup.Section("What the data is", "", Facts(data) + $"<div class=\"spreads\">{Spreads(data)}</div>");

    private static string Facts(LogSummary data)
    {
        (string Name, string Value)[] facts =
        [
            ("Interactions", Markup.Whole(data.Rows)), ("Users", Markup.Whole(data.Users)), ("Types", Markup.Whole(data.Types.Count)), ("Values", Markup.Whole(data.Values.Count)),
            ("Rows a user, median", Markup.Whole(data.RowsPerUser[1])), ("Fewest to most", $"{Markup.Whole(data.RowsPerUser[0])} to {Markup.Whole(data.RowsPerUser[2])}"),
            ("Repeat an earlier value", Markup.Percent(data.RepeatShare)), ("Without Strength", Markup.Percent(data.MissingStrength / (double)data.Rows)),
        ];
        return $"<dl class=\"facts\">{string.Concat(facts.Select(fact => $"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl>";
    }

    private static string Spreads(LogSummary data)
    {
        var types = data.Types.OrderByDescending(type => type.Count).Take(MostBars).ToArray();
        var values = data.Values.OrderByDescending(value => value.Count).Take(MostBars).ToArray();
        return (data.MissingStrength == data.Rows ? "" : Columns("Strength", [.. data.Strengths.Select((count, c) => ($"{c + 1}", count))], 1))
            + Columns("Hour of day, UTC", [.. data.Hours.Select((count, hour) => ($"{hour}", count))], 6)
            + Columns("Day of week", [.. data.Days.Select((count, day) => (DayNames[day], count))], 1)
            + Bars(Title("Types", types.Length, data.Types.Count), types, data.Rows)
            + Bars(Title("Values", values.Length, data.Values.Count), values, data.Rows);
    }

    private static string Title(string what, int shown, int all) => shown < all ? $"{what}: the first {shown} of {Markup.Whole(all)}" : what;

    private static string Columns(string title, (string Name, long Count)[] counts, int nameEvery)
    {
        var most = counts.Max(entry => entry.Count);
        var all = Math.Max(1, counts.Sum(entry => entry.Count));
        var bars = counts.Select((entry, i) => $"<div title=\"{entry.Name}: {Markup.Whole(entry.Count)} ({Markup.Percent(entry.Count / (double)all)})\"><i style=\"height:{Markup.Length(entry.Count / (double)Math.Max(1, most))}\"></i><span>{(i % nameEvery == 0 ? entry.Name : "")}</span></div>");
        return $"<div class=\"spread\"><h3>{title}</h3><div class=\"columns\" role=\"img\" aria-label=\"{Markup.Text(title)}: {Markup.Text(string.Join(", ", counts.Select(entry => $"{entry.Name} {entry.Count}")))}\">{string.Concat(bars)}</div></div>";
    }

    private static string Bars(string title, NamedCount[] counts, long rows)
    {
        var most = Math.Max(1, counts.Max(entry => entry.Count));
        var bars = counts.Select(entry => $"<li title=\"{Markup.Text(entry.Name)}: {Markup.Whole(entry.Count)} interactions\"><span>{Markup.Text(entry.Name)}</span><i style=\"width:{Markup.Length(entry.Count / (double)most)}\"></i><b>{Markup.Percent(entry.Count / (double)rows)}</b></li>");
        return $"<div class=\"spread\"><h3>{Markup.Text(title)}</h3><ul class=\"bars\">{string.Concat(bars)}</ul></div>";
    }
}
