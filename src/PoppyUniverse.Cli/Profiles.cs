using PoppyUniverse.Simulation;

namespace PoppyUniverse.Cli;

/// <summary>Finds the profile that a name or a path means.</summary>
internal static class Profiles
{
    /// <summary>A built-in profile, or a valid one from a JSON file.</summary>
    /// <exception cref="UsageException">Neither a built-in name nor a file.</exception>
    /// <exception cref="ProfileFormatException">The file is no valid profile.</exception>
    public static SimulationProfile Load(string nameOrPath)
    {
        if (BuiltInProfiles.Find(nameOrPath) is { } builtIn)
            return builtIn;
        if (!File.Exists(nameOrPath))
            throw new UsageException($"There is no profile \"{nameOrPath}\"; expected {string.Join(", ", BuiltInProfiles.Names)}, or the path of a JSON file.");
        var profile = ProfileJson.Read(File.ReadAllText(nameOrPath), nameOrPath);
        ProfileValidator.Require(profile, nameOrPath);
        return profile;
    }
}
