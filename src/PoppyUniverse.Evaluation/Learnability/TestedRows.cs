using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>The rows that tests look at, users one after the other and each user's rows in order of time; users are renumbered.</summary>
internal sealed class TestedRows
{
    /// <summary>Parts of the log, of equally many rows: 4.</summary>
    public const int Quarters = 4;

    private const int HoursOfPart = 4;

    private TestedRows(Catalog catalog, (int[] Users, int[] Values, TimeSlot[] Slots) columns, (byte[] Strengths, long[] Times) more)
    {
        (Catalog, Users, Values, Strengths) = (catalog, columns.Users, columns.Values, more.Strengths);
        UserCount = Users.Length == 0 ? 0 : Users[^1] + 1;
        Types = Map(Values, value => catalog.TypeOfValue[value]);
        Hours = Map(columns.Slots, slot => slot.Hour);
        Days = Map(columns.Slots, slot => slot.Day);
        Periods = QuartersOf(more.Times);
    }

    public Catalog Catalog { get; }

    public int Count => Users.Length;

    public int UserCount { get; }

    /// <summary>Whether its users were drawn, because the log has more rows than are tested.</summary>
    public required bool UsersDrawn { get; init; }

    public int[] Users { get; }

    public int[] Values { get; }

    public int[] Types { get; }

    public int[] Hours { get; }

    public int[] Days { get; }

    /// <summary>0 to 3: which quarter of the rows, by time, a row belongs to.</summary>
    public int[] Periods { get; }

    public byte[] Strengths { get; }

    /// <summary>Rows of a log, or those that have a Strength; of users drawn at random when there are more than so many.</summary>
    public static TestedRows Of(InteractionLog log, UserHistories histories, bool withStrength, LearnabilityOptions options)
    {
        var users = new List<int>();
        long rows = 0;
        var order = Enumerable.Range(0, histories.UserCount).ToArray();
        if (log.Count > options.MostRows)
            RandomStream.FromSeed(options.Seed).Split("tested users").Sequence().Shuffle(order.AsSpan());
        for (var i = 0; i < order.Length && rows < options.MostRows; i++)
        {
            rows += histories.RowsOf(order[i]).Length;
            users.Add(order[i]);
        }

        users.Sort();
        return Gather(log, histories, users, row => !withStrength || log.Strengths[row] != Interaction.MissingStrength);
    }

    /// <summary>Rows of one user and one inner key (a value, a type, an hour) together.</summary>
    public Grouping UserCells(int[] inner, int innerCount)
    {
        var (cellOf, ownerOf, keys, cells) = (new int[innerCount], new int[innerCount], new int[Count], 0);
        for (var row = 0; row < Count; row++)
        {
            var key = inner[row];
            if (ownerOf[key] != Users[row] + 1)
                (ownerOf[key], cellOf[key]) = (Users[row] + 1, cells++);
            keys[row] = cellOf[key];
        }

        return Grouping.Of(keys, cells);
    }

    /// <summary>Rows of one cell and one part of the day, of four hours each, together.</summary>
    public Grouping CellTimesOfDay(Grouping cells)
    {
        const int Parts = TimeSlot.Hours / HoursOfPart;
        var keys = new int[Count];
        for (var cell = 0; cell < cells.Count; cell++)
        {
            foreach (var row in cells.RowsOf(cell))
                keys[row] = checked((cell * Parts) + (Hours[row] / HoursOfPart));
        }

        return Grouping.Of(keys, cells.Count * Parts);
    }

    private static TestedRows Gather(InteractionLog log, UserHistories histories, List<int> users, Func<long, bool> isTested)
    {
        var (owners, values, slots, strengths, times) = (new List<int>(), new List<int>(), new List<TimeSlot>(), new List<byte>(), new List<long>());
        var next = 0;
        foreach (var user in users)
        {
            var before = owners.Count;
            foreach (var number in histories.RowsOf(user))
            {
                if (!isTested(number))
                    continue;
                var row = log[number];
                owners.Add(next);
                values.Add(row.ValueIndex);
                slots.Add(row.Slot);
                strengths.Add(row.Strength);
                times.Add(row.UnixMicroseconds);
            }

            next += owners.Count > before ? 1 : 0;
        }

        return new(log.Catalog, ([.. owners], [.. values], [.. slots]), ([.. strengths], [.. times])) { UsersDrawn = users.Count < histories.UserCount };
    }

    // Rows of one moment belong to one quarter, so that it does not depend on the order of rows.
    private static int[] QuartersOf(long[] times)
    {
        var sorted = (long[])times.Clone();
        Array.Sort(sorted);
        return Map(times, time =>
        {
            var quarter = 0;
            while (quarter + 1 < Quarters && time >= sorted[(int)((quarter + 1L) * sorted.Length / Quarters)])
                quarter++;
            return quarter;
        });
    }

    private static int[] Map<T>(T[] cells, Func<T, int> map) => Array.ConvertAll(cells, cell => map(cell));
}
