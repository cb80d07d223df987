using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>What is special about the folder of one kind of model: its options, its training record, and how it is put together.</summary>
internal abstract class ModelKind
{
    private static readonly ModelKind[] All = [new Layer3Kind(), new Layer4Kind()];

    /// <summary>The kinds there are, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(kind => $"'{kind.Name}'"));

    /// <summary>The kind's name in config.json.</summary>
    public abstract string Name { get; }

    /// <summary>The kind of that name, or null.</summary>
    public static ModelKind? Of(string name) => Array.Find(All, kind => kind.Name == name);

    /// <summary>Sizes and training of a model of this kind.</summary>
    public abstract JsonElement Options(ITrainedModel model);

    /// <summary>How training went.</summary>
    public abstract JsonElement Training(ITrainedModel model);

    /// <summary>The model of a config and its tensors.</summary>
    /// <exception cref="ModelFormatException">They do not fit together.</exception>
    /// <exception cref="JsonException">Options or training are not of this kind.</exception>
    public abstract ITrainedModel Assemble(ModelConfig config, ModelParts parts);

    /// <summary>The object that a config holds; a member that is missing, or that the kind does not have, is an error.</summary>
    protected static T Read<T>(JsonElement element, JsonTypeInfo<T> type)
    {
        var read = element.Deserialize(type);
        return read is not null && JsonElement.DeepEquals(element, JsonSerializer.SerializeToElement(read, type))
            ? read
            : throw new JsonException(null, typeof(T).Name, null, null);
    }
}

/// <summary>What every kind of model has, and the tensors that only the kind knows.</summary>
/// <param name="Catalog">The categories.</param>
/// <param name="Users">The users.</param>
/// <param name="Statistics">Counts of the training log.</param>
/// <param name="Tensors">Where the learned numbers come from.</param>
internal sealed record ModelParts(Catalog Catalog, IdMap Users, LogStatistics Statistics, TensorSource Tensors)
{
    /// <summary>Fills parameters of zeros from the file.</summary>
    public void Fill(IEnumerable<NamedTensor> parameters)
    {
        foreach (var parameter in parameters)
            Tensors.CopyTo(parameter);
    }
}
