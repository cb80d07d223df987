using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Storage.Simulations;

/// <summary>How a simulation is written.</summary>
public sealed record SimulationWriteOptions
{
    /// <summary>Generating threads, at least 1; changes speed only. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The part to write. Default: all.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>
    /// Whether to go on after what an earlier run, killed or cancelled, has completed. Default false: start over.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>The format; null (default) goes by the file's name.</summary>
    public SimulationFormat? Format { get; init; }
}
