using System.Text.Json;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>Layer 3 in a folder.</summary>
internal sealed class Layer3Kind : ModelKind
{
    public override string Name => Layer3Model.KindName;

    public override JsonElement Options(ITrainedModel model) =>
        JsonSerializer.SerializeToElement(((Layer3Model)model).Options, ModelConfigContext.Default.Layer3Options);

    public override JsonElement Training(ITrainedModel model) =>
        JsonSerializer.SerializeToElement(((Layer3Model)model).Record, ModelConfigContext.Default.Layer3Record);

    public override ITrainedModel Assemble(ModelConfig config, ModelParts parts)
    {
        var options = Read(config.Options, ModelConfigContext.Default.Layer3Options);
        var record = Read(config.Training, ModelConfigContext.Default.Layer3Record);
        parts.Tensors.Require(options.Violations());
        parts.Tensors.Require(record.Violations(options));
        return new Layer3Model(
            options, parts.Catalog, parts.Users,
            (record.Rating is null ? null : Rating(record.Rating, parts), record.Choice is null ? null : Choice(record.Choice, parts)), (parts.Statistics, record));
    }

    private static RatingFactors Rating(RatingFactorRecord record, ModelParts parts)
    {
        var factors = new RatingFactors(record.Chosen.Factors, parts.Users.Count, parts.Catalog.ValueCount);
        parts.Fill(factors.All);
        return factors;
    }

    private static ChoiceFactors Choice(ChoiceFactorRecord record, ModelParts parts)
    {
        var values = parts.Catalog.ValueCount;
        var picks = new UserPicks(
            parts.Tensors.Longs(UserPicks.StartsName, parts.Users.Count + 1), parts.Tensors.Longs(UserPicks.KeysName), parts.Tensors.Floats(UserPicks.WeightsName), values);
        var factors = new ChoiceFactors(record.Chosen.Factors, values, picks);
        parts.Fill(factors.All);
        return factors;
    }
}
