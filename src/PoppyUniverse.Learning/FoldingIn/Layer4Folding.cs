using System.Collections.Concurrent;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning.FoldingIn;

/// <summary>Folds interactions into Layer 4: the user's row of each network, and the user's counts. Thread-safe.</summary>
internal sealed class Layer4Folding
{
    // Strength and class tell of the same interaction, so each counts half.
    private const float RatingWeight = 0.5f;
    private const float ChoiceWeight = 1;

    // A trained row of n interactions has the deviations of a new one times √(20 / (20 + n)).
    private const double PriorRows = 20;

    private readonly Layer4Model _model;
    private readonly (RatingPart? Rating, ChoicePart? Choice) _parts;
    private readonly UserPrior? _ratingPrior;
    private readonly UserPrior? _choicePrior;
    private readonly ConcurrentBag<RowFit> _ratingFits = [];
    private readonly ConcurrentBag<RowFit> _choiceFits = [];
    private readonly int[] _popular;

    public Layer4Folding(Layer4Model model, RatingPart? rating, ChoicePart? choice)
    {
        (_model, _parts) = (model, (rating, choice));
        var statistics = model.Statistics;
        _ratingPrior = rating is null ? null : new(rating.Network, statistics.UserCounts);
        _choicePrior = choice is null ? null : new(choice.Queries, statistics.UserCounts);
        _popular = [.. Enumerable.Range(0, statistics.ValueCounts.Length).OrderByDescending(value => statistics.ValueCounts[value]).Take(PickLoss.MostValues).Order()];
    }

    /// <summary>The model for one user after new interactions.</summary>
    public FoldedUser FoldIn(NewHistory history)
    {
        var (rating, choice) = _parts;
        var memory = FoldedCounts.Memory(_model.Parameters.Memory, history, _model.Statistics.ValueCounts);
        if (rating is not null && Rated(history) is { Length: > 0 } rated)
            rating = rating.WithOnly(rating.Network.WithOnly(Fit(_ratingFits, (rating.Network, _ratingPrior!), history, rated, (new RatingLoss(_model.Options.Targets), RatingWeight))));
        else if (rating is not null)
            rating = rating.WithOnly(rating.Network.WithOnly(Own(rating.Network, history)));
        if (choice is not null)
        {
            var loss = new PickLoss(choice.Vectors, _popular, history.Counted.Select(row => row.ValueIndex));
            choice = choice.WithOnly(
                choice.Queries.WithOnly(Fit(_choiceFits, (choice.Queries, _choicePrior!), history, Picked(history), (loss, ChoiceWeight))), memory);
        }

        return new(_model, history, memory, (rating, choice));
    }

    private AlignedFloats Fit(
        ConcurrentBag<RowFit> fits, (FinishedNetwork Network, UserPrior Prior) of, NewHistory history, PackedRow[] rows, (ITileLoss Loss, float Weight) judge)
    {
        if (!fits.TryTake(out var fit))
            fit = new(of.Network, of.Prior);
        var trained = history.UserIndex == IdMap.Unknown ? 0 : _model.Statistics.UserCounts[history.UserIndex];
        var row = fit.Run(Index(of.Network, history), rows, judge.Loss, (judge.Weight, (float)Math.Sqrt(PriorRows / (PriorRows + trained))));
        fits.Add(fit);
        return row;
    }

    private static unsafe AlignedFloats Own(FinishedNetwork network, NewHistory history)
    {
        var row = new AlignedFloats(network.Shape.UserRow);
        new Span<float>(network.User(Index(network, history)), row.Length).CopyTo(row.Span);
        return row;
    }

    private static int Index(FinishedNetwork network, NewHistory history) => history.UserIndex == IdMap.Unknown ? network.UserCount : history.UserIndex;

    private static PackedRow[] Rated(NewHistory history) =>
        [.. history.Counted.Where(row => row.Strength != Interaction.MissingStrength).Select(row => new PackedRow(0, row.ValueIndex, row.Slot, row.Strength))];

    private static PackedRow[] Picked(NewHistory history) => [.. history.Counted.Select(row => new PackedRow(0, row.ValueIndex, row.Slot, row.Strength))];
}
