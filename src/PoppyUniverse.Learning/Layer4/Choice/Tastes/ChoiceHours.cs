using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// A <see cref="ChoiceTastes"/> laid out for its users' posteriors: logits and features of all values side by side for each
/// hour of the day, and each value's M row by row.
/// </summary>
internal sealed class ChoiceHours
{
    private const double NeverPicked = -700; // e to this is nothing beside any value

    private readonly double[] _everybody; // (24 × Columns)
    private readonly double[] _features; // (24 × R × Columns)
    private readonly double[] _tastes; // (V × 3 × TasteWidth)

    public ChoiceHours(ChoiceTastes model)
    {
        (Model, TasteWidth, Columns) = (model, DenseRows.Padded(model.Rank), DenseRows.Padded(model.Values));
        (_everybody, _features) = (new double[TimeSlot.Hours * Columns], new double[TimeSlot.Hours * model.Rank * Columns]);
        _tastes = new double[model.Values * DayWaves.Count * TasteWidth];
        for (var row = 0; row < model.Values * DayWaves.Count; row++)
            model.OfValue.AsSpan((row * model.Width) + 1, model.Rank).CopyTo(_tastes.AsSpan(row * TasteWidth));
        Array.Fill(_everybody, NeverPicked);
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            for (var value = 0; value < model.Values; value++)
                Write(hour, value);
        }
    }

    public ChoiceTastes Model { get; }

    /// <summary>R rounded up to whole vectors.</summary>
    public int TasteWidth { get; }

    /// <summary>V rounded up to whole vectors.</summary>
    public int Columns { get; }

    /// <summary>(Columns) logits of a user without tastes; next to no probability behind the last value.</summary>
    public ReadOnlySpan<double> Everybody(int hour) => _everybody.AsSpan(hour * Columns, Columns);

    /// <summary>(Columns) what multiplies taste <paramref name="r"/> in the logits.</summary>
    public ReadOnlySpan<double> Features(int hour, int r) => _features.AsSpan(((hour * Model.Rank) + r) * Columns, Columns);

    /// <summary>(TasteWidth) M_vb.</summary>
    public ReadOnlySpan<double> Tastes(int value, int b) => _tastes.AsSpan(((value * DayWaves.Count) + b) * TasteWidth, TasteWidth);

    /// <summary>(3 × TasteWidth) M_v.</summary>
    public ReadOnlySpan<double> Tastes(int value) => _tastes.AsSpan(value * DayWaves.Count * TasteWidth, DayWaves.Count * TasteWidth);

    private void Write(int hour, int value)
    {
        var basis = DayWaves.At(hour);
        var everybody = 0.0;
        for (var b = 0; b < DayWaves.Count; b++)
        {
            var row = Model.OfValue.AsSpan((value * Model.ValueLength) + (b * Model.Width), Model.Width);
            everybody = Math.FusedMultiplyAdd(basis[b], row[0], everybody);
            for (var r = 0; r < Model.Rank; r++)
            {
                ref var feature = ref _features[(((hour * Model.Rank) + r) * Columns) + value];
                feature = Math.FusedMultiplyAdd(basis[b], row[1 + r], feature);
            }
        }

        _everybody[(hour * Columns) + value] = everybody;
    }
}
