using System.Text.Json;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>Layer 4 in a folder.</summary>
internal sealed class Layer4Kind : ModelKind
{
    public override string Name => Layer4Model.KindName;

    public override JsonElement Options(ITrainedModel model) =>
        JsonSerializer.SerializeToElement(((Layer4Model)model).Options, ModelConfigContext.Default.Layer4Options);

    public override JsonElement Training(ITrainedModel model) =>
        JsonSerializer.SerializeToElement(((Layer4Model)model).Record, ModelConfigContext.Default.Layer4Record);

    public override ITrainedModel Assemble(ModelConfig config, ModelParts parts)
    {
        var options = Read(config.Options, ModelConfigContext.Default.Layer4Options);
        parts.Tensors.Require(options.Violations());
        var parameters = Layer4Parameters.Zeros(options, parts.Users.Count, parts.Catalog);
        parts.Fill(parameters.All);
        if (parameters.Choice is not null)
            parameters = parameters with { Memory = Memory(parts) };
        return new Layer4Model(
            options, parts.Catalog, parts.Users, parameters, (parts.Statistics, Read(config.Training, ModelConfigContext.Default.Layer4Record)));
    }

    private static ChoiceMemory Memory(ModelParts parts) => new(
        parts.Tensors.Longs(ChoiceMemory.StartsName, parts.Users.Count + 1), parts.Tensors.Longs(ChoiceMemory.KeysName), parts.Tensors.Longs(ChoiceMemory.CountsName),
        parts.Statistics.ValueCounts);
}
