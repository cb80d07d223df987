namespace PoppyUniverse.Learning.Layer4;

/// <summary>What a rank asks of all ranks at the end of a step; everybody gets what anybody asked for.</summary>
[Flags]
internal enum StepSignals
{
    None = 0,

    /// <summary>To stop.</summary>
    Cancel = 1,

    /// <summary>To leave a checkpoint.</summary>
    Checkpoint = 2,
}
