namespace PoppyUniverse.Simulation;

/// <summary>What a block's users have picked so far, by type: what a habit repeats.</summary>
internal interface IHistory
{
    /// <summary>What a habit can draw from: picks, or distinct values.</summary>
    long Total(int user, int type);

    /// <summary>Draws a value (an index into the catalog) from a total that is not zero.</summary>
    int Draw(int user, int type, uint word);

    /// <summary>Draws a value if the habit wants it and there is something to repeat, else takes the other one.</summary>
    int DrawOr(int other, bool wanted, int user, int type, uint word);

    /// <summary>How much of the total a value has.</summary>
    long Of(int user, int type, int value);

    /// <summary>The user picked a value.</summary>
    void Add(int user, int type, int value);
}
