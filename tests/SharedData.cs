namespace PoppyUniverse.Testing;

/// <summary>Real logs to develop on. They lie beside the checkout, not in it: a test that needs one skips without it.</summary>
internal static class SharedData
{
    /// <summary>The path of a file in shared/data; skips the running test, saying why, when it is not there.</summary>
    public static string Find(string name)
    {
        var path = Folder() is { } folder ? Path.Combine(folder, "data", name) : name;
        Assert.SkipUnless(File.Exists(path), $"{name} is not here: shared/data does not lie beside the checkout, and POPPY_SHARED does not name it.");
        return path;
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("POPPY_SHARED") is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(shared, "data")))
                return shared;
        }

        return null;
    }
}
