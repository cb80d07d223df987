using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer3;

namespace PoppyUniverse.Learning;

public sealed partial class Layer3Model
{
    private double[]? _valueGram;

    /// <summary>
    /// What the model makes of a user's interactions, with all values as they are: the same ridge regression as a sweep over
    /// users, in closed form. All of the user's interactions are needed, those of the training log as well. Deterministic;
    /// the time it takes grows with the interactions, not with the users of the model.
    /// </summary>
    /// <param name="interactions">The user's rows; their user index does not matter, their value index is of the model's catalog. Rows without a Strength tell of choices only.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value index is outside the catalog.</exception>
    public Layer3User FoldIn(IReadOnlyList<Interaction> interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        Interaction[] rows = [.. interactions.Select(row => row with { UserIndex = 0 })];
        foreach (var row in rows)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row.ValueIndex, (uint)Catalog.ValueCount, nameof(interactions));
        return new(Rating is null ? null : FoldRating(rows), Choice is null ? null : FoldChoice(rows), rows.Length);
    }

    /// <summary>Predicts for B rows of a folded-in user; the rows' user indices must be 0.</summary>
    /// <inheritdoc cref="IRecommender.Score"/>
    public void Score(Layer3User user, ScoringRows rows, Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(user);
        foreach (var index in rows.UserIndices)
            ArgumentOutOfRangeException.ThrowIfNotEqual(index, 0, nameof(rows));
        Score((user.Rating, user.Choice), rows, predictions);
    }

    private RatingFactors FoldRating(Interaction[] rows)
    {
        var own = Rating!.WithUsers(1);
        var rated = new RatingRows([.. rows.Where(row => row.Strength != Interaction.MissingStrength)], 1, Catalog.ValueCount);
        var record = Record.Rating!;
        new RatingAls(rated, own, record.Penalties, (record.Chosen.Regularization, Options.Rating.CountExponent), threads: 1).SolveUsers(CancellationToken.None);
        return own;
    }

    private ChoiceFactors FoldChoice(Interaction[] rows)
    {
        var record = Record.Choice!;
        var picks = UserPicks.Of(rows, (1, Catalog.ValueCount), new(record.Chosen.HalfLifeDays, record.NewestUnixMicroseconds));
        var own = Choice!.WithUsers(picks);
        var als = new ImplicitAls(own, record.Chosen, Options.Choice.CountExponent, threads: 1);
        _valueGram ??= als.ValueGram(); // the same for every user, whoever comes first
        als.SolveUsers(_valueGram);
        return own;
    }
}
