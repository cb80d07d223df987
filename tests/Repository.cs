namespace PoppyUniverse.Testing;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    /// <summary>A file of it.</summary>
    public static string File(string name) => Path.Combine(Folder(), name);

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder!.FullName, "PoppyUniverse.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
