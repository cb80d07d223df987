using PoppyUniverse.Evaluation;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>What trained models cost.</summary>
internal static class ModelCosts
{
    /// <summary>A judge that asks a model, with what it cost.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">Time of its training, validation included; null when it was trained before.</param>
    public static ModelJudge Judge(ITrainedModel model, TimeSpan? training) =>
        new(model) { Cost = new(training?.TotalSeconds, model.Tensors.Sum(tensor => (long)tensor.Data.Length * sizeof(float))) };
}
