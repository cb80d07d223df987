using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>The tensors of a file, handed out by name, dtype and size, or with an error that says which does not fit.</summary>
internal sealed class TensorSource(SafetensorsFile file, string path)
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
        var tensor = Find(parameter.Name, TensorKind.Float);
        if (!tensor.Shape.SequenceEqual(parameter.Shape))
            throw new ModelFormatException(path, $"tensor '{parameter.Name}' has shape [{string.Join(", ", tensor.Shape)}]; expected [{string.Join(", ", parameter.Shape)}].");
        Read(tensor, parameter.Data);
    }

    /// <summary>A tensor of finite floats.</summary>
    public float[] Floats(string name)
    {
        var tensor = Find(name, TensorKind.Float);
        var data = new float[tensor.Length];
        Read(tensor, data);
        return data;
    }

    /// <summary>A tensor of integers; of a given length, when one is given.</summary>
    public long[] Longs(string name, int? length = null)
    {
        var tensor = Find(name, TensorKind.Long);
        if (length is { } expected && tensor.Length != expected)
            throw new ModelFormatException(path, $"tensor '{name}' has {tensor.Length} entries; expected {expected}.");
        var data = new long[tensor.Length];
        file.Read<long>(tensor, 0, data);
        return data;
    }

    private void Read(StoredTensor tensor, float[] to)
    {
        file.Read<float>(tensor, 0, to);
        if (Array.FindIndex(to, number => !float.IsFinite(number)) is >= 0 and var bad)
            throw new ModelFormatException(path, $"tensor '{tensor.Name}' holds {to[bad]} at {bad}; expected finite numbers.");
    }

    private StoredTensor Find(string name, TensorKind kind) =>
        !file.Tensors.TryGetValue(name, out var tensor) ? throw new ModelFormatException(path, $"has no tensor '{name}'.")
        : tensor.Kind != kind ? throw new ModelFormatException(path, $"tensor '{name}' has dtype {tensor.Kind.Name}; expected {kind.Name}.")
        : tensor;
}
