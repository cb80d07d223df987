using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>The tensors of a model file: the learned ones, and the counts that every model keeps.</summary>
internal static class ModelTensors
{
    private const string UserIds = "user.id";
    private const string StatisticsPrefix = "statistics.";

    /// <summary>All tensors of a model, in the order they are saved.</summary>
    public static List<SafeTensor> Of(ITrainedModel model)
    {
        List<SafeTensor> tensors = [.. model.Tensors.Select(tensor => SafeTensor.Of(tensor.Name, tensor.Shape, tensor.Data))];
        if (model.Users.AreIntegers)
            Add(UserIds, [model.Users.Count], [.. Enumerable.Range(0, model.Users.Count).Select(model.Users.IntegerAt)]);
        foreach (var integers in model.Integers)
            Add(integers.Name, [integers.Data.Length], integers.Data);
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

    /// <summary>What every kind of model has.</summary>
    public static ModelParts Parts(ModelConfig config, TensorSource tensors)
    {
        var catalog = new Catalog(config.Catalog.Select(type => (type.Name, type.Values)));
        var users = config.UserIds is null ? IdMap.OfIntegers(tensors.Longs(UserIds)) : IdMap.OfStrings(config.UserIds);
        return new(catalog, users, Statistics(tensors, users.Count, catalog), tensors);
    }

    private static LogStatistics Statistics(TensorSource tensors, int users, Catalog catalog)
    {
        return new(
            Counts("user_counts", users), Counts("value_counts", catalog.ValueCount), Counts("slot_counts", TimeSlot.Count),
            Counts("class_counts", Interaction.StrengthClasses),
            (Counts("user_type_counts", users * catalog.TypeCount), Counts("user_type_strengths", users * catalog.TypeCount)));

        long[] Counts(string name, int length) => tensors.Longs(StatisticsPrefix + name, length);
    }
}
