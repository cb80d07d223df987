using System.Text.Json.Serialization;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>
/// What the validation tail says of a network's answers. A rating network is drawn back to what it started from (user +
/// value, in closed form): Strength = start + scale · (answer − start); 1 leaves answers as they are, 0 is the start. Class
/// logits are put together from the start's, the network's and the expected Strength. A choice network is mixed with the
/// users' own counts.
/// </summary>
/// <param name="Strength">Scale of expected Strength, 0 to 1.</param>
/// <param name="Classes">s: what the network adds to the start's class logits counts this often.</param>
public sealed record Calibration(double Strength, double Classes)
{
    /// <summary>Weight of the user's counts (<see cref="ChoiceMemory"/>) in choice probabilities, 0 to 1.</summary>
    public double Memory { get; init; }

    /// <summary>Weight of the user's counts at the time of day and week, 0 to 1.</summary>
    public double TimedMemory { get; init; }

    /// <summary>Weight of a flat law, every value alike, in choice probabilities, 0 to 1: for logs that often go to values hardly seen before. 0 by default, and not written then, as in models made before there was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double AnyValue { get; init; }

    /// <summary>u: what users and values add to the start's class logits counts this often more. 0 by default.</summary>
    public double StartClasses { get; init; }

    /// <summary>β: what (class − 3) × (expected Strength − mean) counts in class logits. 0 by default.</summary>
    public double StrengthInClasses { get; init; }

    /// <summary>(5), added to class logits.</summary>
    public IReadOnlyList<double> ClassShifts { get; init; } = new double[Interaction.StrengthClasses];

    /// <summary>Answers as they are.</summary>
    public static Calibration None { get; } = new(1, 1);

    /// <summary>What the laws beside the choice network count.</summary>
    public ChoiceShares ChoiceShares() => new(Memory, TimedMemory, AnyValue);

    /// <summary>Whether all numbers are the same.</summary>
    public bool Equals(Calibration? other) => other is not null && Numbers.SequenceEqual(other.Numbers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Strength, Classes, Memory, TimedMemory, AnyValue);

    private IEnumerable<double> Numbers => [Strength, Classes, Memory, TimedMemory, AnyValue, StartClasses, StrengthInClasses, .. ClassShifts];
}
