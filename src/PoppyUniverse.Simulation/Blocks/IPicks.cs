namespace PoppyUniverse.Simulation;

/// <summary>What a block's users pick, and how much they like it.</summary>
internal interface IPicks
{
    /// <summary>Fills values and Strengths of rows whose users and times stand, and their truth when it is wanted.</summary>
    void Read(SimulatedRows rows, TruthRows? truth);

    /// <summary>Gives memory back, after the last row.</summary>
    void Release();
}
