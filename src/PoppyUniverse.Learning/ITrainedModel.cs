namespace PoppyUniverse.Learning;

/// <summary>A recommender whose numbers were learned: what a model folder holds.</summary>
public interface ITrainedModel : IRecommender
{
    /// <summary>Which model it is, as a model folder calls it: "layer4".</summary>
    string Kind { get; }

    /// <summary>Every learned tensor, in the order they are saved.</summary>
    IEnumerable<NamedTensor> Tensors { get; }

    /// <summary>Every list of integers beside them, in the order they are saved.</summary>
    IEnumerable<NamedIntegers> Integers { get; }
}
