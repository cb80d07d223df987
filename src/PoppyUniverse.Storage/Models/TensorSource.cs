using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>The tensors of a file, handed out by name, dtype and size, or with an error that says which does not fit.</summary>
internal sealed class TensorSource(IReadOnlyDictionary<string, SafeTensor> tensors, string path)
{
    /// <summary>Stops at options that no model can have.</summary>
    public void Require(IReadOnlyList<string> violations)
    {
        if (violations.Count > 0)
            throw new ModelFormatException(path, string.Join(" ", violations));
    }

    /// <summary>Fills a parameter; its shape must be the file's, and its numbers finite.</summary>
    public void CopyTo(NamedTensor parameter)
    {
        var tensor = Find(parameter.Name, SafeTensor.Float);
        if (!tensor.Shape.SequenceEqual(parameter.Shape))
            throw new ModelFormatException(path, $"tensor '{parameter.Name}' has shape [{string.Join(", ", tensor.Shape)}]; expected [{string.Join(", ", parameter.Shape)}].");
        Floats(parameter.Name).CopyTo(parameter.Data, 0);
    }

    /// <summary>A tensor of finite floats.</summary>
    public float[] Floats(string name)
    {
        var data = Find(name, SafeTensor.Float).ToFloats();
        return Array.FindIndex(data, number => !float.IsFinite(number)) is >= 0 and var bad
            ? throw new ModelFormatException(path, $"tensor '{name}' holds {data[bad]} at {bad}; expected finite numbers.")
            : data;
    }

    /// <summary>A tensor of integers; of a given length, when one is given.</summary>
    public long[] Longs(string name, int? length = null)
    {
        var data = Find(name, SafeTensor.Long).ToLongs();
        if (length is { } expected && data.Length != expected)
            throw new ModelFormatException(path, $"tensor '{name}' has {data.Length} entries; expected {expected}.");
        return data;
    }

    private SafeTensor Find(string name, string kind) =>
        !tensors.TryGetValue(name, out var tensor) ? throw new ModelFormatException(path, $"has no tensor '{name}'.")
        : tensor.Kind != kind ? throw new ModelFormatException(path, $"tensor '{name}' has dtype {tensor.Kind}; expected {kind}.")
        : tensor;
}
