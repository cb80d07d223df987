using System.CommandLine;

namespace PoppyUniverse.Cli.Commands;

/// <summary>--store ADDRESS.</summary>
internal static class StoreOption
{
    public static Option<string> Make() => new("--store")
    {
        Description = "Where interactions, keys and model versions are kept: sqlite:FILE, postgres:CONNECTION STRING or postgresql://USER:PASSWORD@HOST/DATABASE",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("POPPY_STORE") ?? "sqlite:poppy.db",
        HelpName = "ADDRESS",
    };
}
