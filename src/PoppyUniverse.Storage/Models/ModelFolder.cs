using System.Security.Cryptography;
using System.Text.Json;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>
/// A model on disk: model.safetensors (every tensor) and config.json (kind, catalog, ids, options, training record,
/// checksum). The same model gives the same bytes, and what is loaded is the saved model bit for bit.
/// </summary>
public static class ModelFolder
{
    private const string TensorFile = "model.safetensors";
    private const string ConfigFile = "config.json";

    /// <summary>The files of a folder.</summary>
    internal static IEnumerable<string> FilesOf(string folder) => [Path.Combine(folder, TensorFile), ConfigOf(folder)];

    /// <summary>The file that begins with the checksum of the tensors, so that it tells models apart.</summary>
    internal static string ConfigOf(string folder) => Path.Combine(folder, ConfigFile);

    /// <summary>Saves a model; each file is whole or not there, and the config, written last, vouches for the tensors.</summary>
    /// <returns>SHA-256 of model.safetensors, hexadecimal.</returns>
    /// <exception cref="ArgumentException">A kind of model that folders do not hold.</exception>
    public static string Save(ITrainedModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        var kind = ModelKind.Of(model.Kind) ?? throw new ArgumentException($"The model is of kind '{model.Kind}'; folders hold {ModelKind.Names}.", nameof(model));
        if (File.Exists(folder))
            throw new IOException($"{folder}: is a file; expected a folder for the model.");
        using var hash = SHA256.Create();
        AtomicFile.Write(Path.Combine(folder, TensorFile), file =>
        {
            using var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true);
            SafetensorsWriter.Write(hashed, ModelTensors.Of(model));
        });
        var sha256 = Convert.ToHexStringLower(hash.Hash!);
        AtomicFile.WriteText(ConfigOf(folder), JsonSerializer.Serialize(ModelConfig.Of(model, kind, sha256), ModelConfigContext.Default.ModelConfig) + "\n");
        return sha256;
    }

    /// <summary>Loads a model of any kind.</summary>
    /// <exception cref="ModelFormatException">No model folder, another version or kind, damaged or inconsistent files.</exception>
    public static ITrainedModel Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ModelFormatException(folder, File.Exists(folder) ? "is a file; expected a model folder." : "does not exist; expected a model folder (poppy train makes one).");
        var configPath = ConfigOf(folder);
        var config = ModelConfig.Read(configPath);
        var kind = ModelKind.Of(config.Kind) ?? throw new ModelFormatException(configPath, $"is of a model of kind '{config.Kind}'; expected one of {ModelKind.Names}.");
        var path = Path.Combine(folder, TensorFile);
        if (!File.Exists(path))
            throw new ModelFormatException(folder, $"has no {TensorFile}; expected a model folder.");
        using var tensors = new SafetensorsFile(path);
        if (tensors.Sha256() != config.Sha256)
            throw new ModelFormatException(path, $"does not have the checksum that {ConfigFile} gives; the folder is damaged or mixed from two models.");
        try
        {
            return kind.Assemble(config, ModelTensors.Parts(config, new(tensors, path)));
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException(path, error.Message);
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(configPath, $"is no config of a model of kind '{config.Kind}' ({error.Path}).");
        }
    }
}
