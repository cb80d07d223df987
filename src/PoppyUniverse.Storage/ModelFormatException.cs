namespace PoppyUniverse.Storage;

/// <summary>A model folder cannot be read: one line with the file, what was found and what is expected.</summary>
/// <param name="path">The file or folder.</param>
/// <param name="problem">What is wrong with it.</param>
public sealed class ModelFormatException(string path, string problem) : Exception($"{path}: {problem}")
{
    /// <summary>The file or folder.</summary>
    public string Path => path;
}
