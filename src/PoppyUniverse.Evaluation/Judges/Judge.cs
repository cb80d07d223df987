using PoppyUniverse.Evaluation.Measuring;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>Somebody who says something of test rows, and is measured by it.</summary>
/// <param name="Name">Its name in reports.</param>
public abstract record Judge(string Name)
{
    /// <summary>What it predicts.</summary>
    public abstract PredictionTargets Targets { get; }

    /// <summary>What it took to make it; null for what costs nothing worth telling.</summary>
    public ModelCost? Cost { get; init; }

    /// <summary>What it is there for; by default the ceiling when it is called so, else a model.</summary>
    public JudgeRole Role { get; init; } = Name == Evaluator.OracleName ? JudgeRole.Oracle : JudgeRole.Model;

    /// <summary>Prepares for a test log.</summary>
    /// <returns>Opens a reader of answers, for one thread each.</returns>
    internal abstract Func<IAnswers> Open(InteractionLog test);
}

/// <summary>What a judge says of rows; for one thread.</summary>
internal interface IAnswers
{
    /// <summary>Fills what the judge says of a batch's rows.</summary>
    /// <param name="batch">The rows, and where answers go.</param>
    /// <param name="shown">Told which values stand first.</param>
    void Read(RowBatch batch, Exposure shown);
}
