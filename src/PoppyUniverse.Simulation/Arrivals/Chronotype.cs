namespace PoppyUniverse.Simulation;

/// <summary>When a user is awake.</summary>
internal enum Chronotype
{
    /// <summary>Like everybody.</summary>
    Average,

    /// <summary>Leans to the day.</summary>
    Lark,

    /// <summary>Leans to the night.</summary>
    Owl,
}
