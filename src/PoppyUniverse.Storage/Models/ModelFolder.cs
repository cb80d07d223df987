using System.Security.Cryptography;
using System.Text.Json;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>
/// A model on disk: model.safetensors (every tensor) and config.json (catalog, ids, options, training record, checksum).
/// The same model gives the same bytes, and what is loaded is the saved model bit for bit.
/// </summary>
public static class ModelFolder
{
    private const string TensorFile = "model.safetensors";
    private const string ConfigFile = "config.json";
    private const string UserIds = "user.id";
    private const string StatisticsPrefix = "statistics.";
    private const string MemoryPrefix = "choice.memory.";

    /// <summary>Saves a model; each file is whole or not there, and the config, written last, vouches for the tensors.</summary>
    /// <returns>SHA-256 of model.safetensors, hexadecimal.</returns>
    public static string Save(Layer4Model model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (File.Exists(folder))
            throw new IOException($"{folder}: is a file; expected a folder for the model.");
        using var tensors = new MemoryStream();
        SafetensorsWriter.Write(tensors, Tensors(model));
        var bytes = tensors.GetBuffer().AsMemory(0, (int)tensors.Length);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var config = new ModelConfig(
            ModelConfig.CurrentVersion, ModelConfig.Layer4, sha256, model.Options, CatalogOf(model.Catalog),
            model.Users.AreIntegers ? null : [.. Enumerable.Range(0, model.Users.Count).Select(user => model.Users[user])], model.Record);
        AtomicFile.Write(Path.Combine(folder, TensorFile), file => file.Write(bytes.Span));
        AtomicFile.WriteText(Path.Combine(folder, ConfigFile), JsonSerializer.Serialize(config, ModelConfigContext.Default.ModelConfig) + "\n");
        return sha256;
    }

    /// <summary>Loads a model.</summary>
    /// <exception cref="ModelFormatException">No model folder, another version, damaged or inconsistent files.</exception>
    public static Layer4Model Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new ModelFormatException(folder, File.Exists(folder) ? "is a file; expected a model folder." : "does not exist; expected a model folder (poppy train makes one).");
        var config = ReadConfig(Path.Combine(folder, ConfigFile));
        var path = Path.Combine(folder, TensorFile);
        if (!File.Exists(path))
            throw new ModelFormatException(folder, $"has no {TensorFile}; expected a model folder.");
        var bytes = File.ReadAllBytes(path);
        var tensors = SafetensorsReader.Read(bytes, path);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != config.Sha256)
            throw new ModelFormatException(path, $"does not have the checksum that {ConfigFile} gives; the folder is damaged or mixed from two models.");
        return Assemble(config, new(tensors, path), path);
    }

    private static Layer4Model Assemble(ModelConfig config, TensorSource tensors, string path)
    {
        try
        {
            var catalog = new Catalog(config.Catalog.Select(type => (type.Name, type.Values)));
            if (config.Options.Violations() is { Count: > 0 } violations)
                throw new ModelFormatException(path, string.Join(" ", violations));
            var users = config.UserIds is null ? IdMap.OfIntegers(tensors.Longs(UserIds)) : IdMap.OfStrings(config.UserIds);
            var parameters = Layer4Parameters.Zeros(config.Options, users.Count, catalog);
            foreach (var parameter in parameters.All)
                tensors.CopyTo(parameter);
            var statistics = Statistics(tensors, users.Count, catalog);
            if (parameters.Choice is not null)
                parameters = parameters with { Memory = Memory(tensors, users.Count, statistics) };
            return new(config.Options, catalog, users, parameters, (statistics, config.Training));
        }
        catch (ArgumentException error)
        {
            throw new ModelFormatException(path, error.Message);
        }
    }

    private static List<SafeTensor> Tensors(Layer4Model model)
    {
        List<SafeTensor> tensors = [.. model.Parameters.All.Select(tensor => SafeTensor.Of(tensor.Name, tensor.Shape, tensor.Data))];
        if (model.Users.AreIntegers)
            Add(UserIds, [model.Users.Count], [.. Enumerable.Range(0, model.Users.Count).Select(model.Users.IntegerAt)]);
        if (model.Parameters.Memory is { } memory)
        {
            Add(MemoryPrefix + "starts", [memory.Starts.Length], memory.Starts);
            Add(MemoryPrefix + "values", [memory.Values.Length], memory.Values);
            Add(MemoryPrefix + "counts", [memory.Counts.Length], memory.Counts);
        }

        var statistics = model.Statistics;
        int[] userTypes = [model.Users.Count, model.Catalog.TypeCount];
        Add(StatisticsPrefix + "user_counts", [model.Users.Count], statistics.UserCounts);
        Add(StatisticsPrefix + "value_counts", [model.Catalog.ValueCount], statistics.ValueCounts);
        Add(StatisticsPrefix + "slot_counts", [TimeSlot.Count], statistics.SlotCounts);
        Add(StatisticsPrefix + "class_counts", [Interaction.StrengthClasses], statistics.ClassCounts);
        Add(StatisticsPrefix + "user_type_counts", userTypes, statistics.UserTypeCounts);
        Add(StatisticsPrefix + "user_type_strengths", userTypes, statistics.UserTypeStrengths);
        return tensors;

        void Add(string name, int[] shape, long[] data) => tensors.Add(SafeTensor.Of(name, shape, data));
    }

    private static ChoiceMemory Memory(TensorSource tensors, int users, LogStatistics statistics) => new(
        tensors.Longs(MemoryPrefix + "starts", users + 1), tensors.Longs(MemoryPrefix + "values"), tensors.Longs(MemoryPrefix + "counts"), statistics.ValueCounts);

    private static LogStatistics Statistics(TensorSource tensors, int users, Catalog catalog)
    {
        return new(
            Counts("user_counts", users), Counts("value_counts", catalog.ValueCount), Counts("slot_counts", TimeSlot.Count),
            Counts("class_counts", Interaction.StrengthClasses),
            (Counts("user_type_counts", users * catalog.TypeCount), Counts("user_type_strengths", users * catalog.TypeCount)));

        long[] Counts(string name, int length) => tensors.Longs(StatisticsPrefix + name, length);
    }

    private static ModelConfig ReadConfig(string path)
    {
        if (!File.Exists(path))
            throw new ModelFormatException(Path.GetDirectoryName(path)!, $"has no {ConfigFile}; expected a model folder.");
        try
        {
            var config = JsonSerializer.Deserialize(File.ReadAllText(path), ModelConfigContext.Default.ModelConfig);
            if (config is { FormatVersion: ModelConfig.CurrentVersion, Kind: ModelConfig.Layer4, Catalog: not null, Options: not null })
                return config;
            throw new ModelFormatException(path, $"has format version {config?.FormatVersion} and kind '{config?.Kind}'; expected {ModelConfig.CurrentVersion} and '{ModelConfig.Layer4}'.");
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(path, $"is no model config (line {error.LineNumber + 1}, {error.Path}).");
        }
    }

    private static IReadOnlyList<ModelConfig.CatalogType> CatalogOf(Catalog catalog) =>
        [.. catalog.Types.Select((type, t) =>
        {
            var (first, count) = catalog.ValuesOf(t);
            return new ModelConfig.CatalogType(type, [.. catalog.Values.Skip(first).Take(count)]);
        })];
}
