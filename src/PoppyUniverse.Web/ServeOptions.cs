namespace PoppyUniverse.Web;

/// <summary>What a server serves, and how.</summary>
public sealed record ServeOptions
{
    /// <summary>The model folder to begin with. A folder that the store does not know yet becomes the active version.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>The store: sqlite:FILE, postgres:CONNECTION STRING or postgresql://… Default sqlite:poppy.db.</summary>
    public string Store { get; init; } = "sqlite:poppy.db";

    /// <summary>Where to listen. Anything but loopback asks for API keys. Default http://127.0.0.1:5080.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];

    /// <summary>Whether to ask for API keys on loopback too. Default false.</summary>
    public bool RequireKeys { get; init; }

    /// <summary>Requests a second that a key may make on average, 1 or more; bursts may be twice as many. Default 500.</summary>
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>Trained models to keep for a roll back, beside the active one, 1 or more. Default 5.</summary>
    public int KeepVersions { get; init; } = 5;

    /// <summary>Seed of training. Default 42.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Threads of training, at least 1; never changes a result. Default: all processors but one, for the others to answer.</summary>
    public int TrainingThreads { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Whether logs are JSON lines. Default false: lines for people.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>Where trained models go: beside the first one.</summary>
    public string VersionsFolder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(ModelFolder)) + ".versions";
}
