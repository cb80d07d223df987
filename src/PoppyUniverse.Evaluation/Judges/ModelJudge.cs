using PoppyUniverse.Evaluation.Measuring;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;

namespace PoppyUniverse.Evaluation;

/// <summary>A model that answers test rows when they are measured, so that no answer need be kept.</summary>
public sealed record ModelJudge : Judge
{
    private const int Classes = Interaction.StrengthClasses;

    /// <summary>A judge that asks a model.</summary>
    /// <param name="model">The model; its catalog must be the log's.</param>
    public ModelJudge(IRecommender model)
        : base(model?.Name ?? throw new ArgumentNullException(nameof(model)))
    {
        Model = model;
        Role = model is MeanBaseline or CountBaseline ? JudgeRole.Baseline : JudgeRole.Model;
    }

    /// <summary>The model.</summary>
    public IRecommender Model { get; }

    /// <inheritdoc/>
    public override PredictionTargets Targets => Model.Targets;

    /// <inheritdoc/>
    internal override Func<IAnswers> Open(InteractionLog test)
    {
        if (!Model.Catalog.Equals(test.Catalog))
            throw new ArgumentException($"The log and {Model.Name} have different catalogs.", nameof(test));
        var users = UsersOf(Model, test);
        return () => new Asked(Model, test, users);
    }

    /// <summary>A model's index of each user of a log; null when both have the same map.</summary>
    internal static int[]? UsersOf(IRecommender model, InteractionLog log) => ReferenceEquals(model.Users, log.Users)
        ? null
        : [.. Enumerable.Range(0, log.Users.Count).Select(user => log.Users.AreIntegers ? model.Users.IndexOf(log.Users.IntegerAt(user)) : model.Users.IndexOf(log.Users[user]))];

    private sealed class Asked(IRecommender model, InteractionLog test, int[]? users) : IAnswers
    {
        private readonly Ranker? _ranker = model.Targets.HasFlag(PredictionTargets.Choice) ? new(model) : null;
        private int[] _users = [];
        private int[] _values = [];
        private TimeSlot[] _slots = [];

        public void Read(RowBatch batch, Exposure shown)
        {
            if ((model.Targets & ~PredictionTargets.Choice) != 0)
                Rate(batch);
            _ranker?.Rank(test, users, batch, shown);
        }

        private void Rate(RowBatch batch)
        {
            if (_users.Length < batch.Count)
                (_users, _values, _slots) = (new int[batch.Count], new int[batch.Count], new TimeSlot[batch.Count]);
            for (var i = 0; i < batch.Count; i++)
            {
                var row = test[batch.Rows[i]];
                (_users[i], _values[i], _slots[i]) = (users is null ? row.UserIndex : users[row.UserIndex], row.ValueIndex, row.Slot);
            }

            var count = batch.Count;
            model.Score(new(_users.AsSpan(0, count), _values.AsSpan(0, count), _slots.AsSpan(0, count)), new()
            {
                ExpectedStrengths = model.Targets.HasFlag(PredictionTargets.Strength) ? batch.Expected.AsSpan(0, count) : [],
                ClassProbabilities = model.Targets.HasFlag(PredictionTargets.Class) ? batch.Classes.AsSpan(0, count * Classes) : [],
            });
        }
    }
}
