namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Where what each row of a tile takes stands, in floats from the start of each table: rows of the first layer's width
/// (its user's run, its value, hour and day projected), whole rows of its user, that row's gradient, and its value, and rows
/// of factors. Found once a tile, as the way forward and the way back go to the same places. Each kind is a column of 64, so that eight rows are
/// found at once.
/// </summary>
/// <param name="columns">(6 × 64).</param>
internal readonly unsafe struct RowPlaces(long* columns)
{
    private const int Rows = TileForward.Rows;

    /// <summary>Numbers of all places.</summary>
    public const int Length = 6 * Rows;

    /// <summary>Of the user's run, projected.</summary>
    public long* Users => columns;

    /// <summary>Of the user's whole row, in the table of all users.</summary>
    public long* UserRows => columns + Rows;

    /// <summary>Of the gradient of the user's run.</summary>
    public long* UserGrads => columns + (2 * Rows);

    /// <summary>Of the value, projected.</summary>
    public long* Values => columns + (3 * Rows);

    /// <summary>Of the value's whole row.</summary>
    public long* ValueRows => columns + (4 * Rows);

    /// <summary>Of hour and day.</summary>
    public SlotPlaces** Slots => (SlotPlaces**)(columns + (5 * Rows));
}
