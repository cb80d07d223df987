using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer3;

namespace PoppyUniverse.Learning;

/// <summary>The learned numbers of the factorization of choices, and the counts of its laws.</summary>
public sealed class ChoiceFactors
{
    /// <summary>Numbers of zero, to be filled.</summary>
    /// <param name="factors">Length F of vectors.</param>
    /// <param name="values">Number of values V.</param>
    /// <param name="picks">What users picked.</param>
    public ChoiceFactors(int factors, int values, UserPicks picks)
    {
        ArgumentNullException.ThrowIfNull(picks);
        Picks = picks;
        UserFactor = Table("choice.user.factor", picks.UserCount, factors);
        ValueFactor = Table("choice.value.factor", values, factors);
        HourPicks = Table("choice.hour.picks", TimeSlot.Hours, values);
    }

    private ChoiceFactors(ChoiceFactors like, UserPicks picks)
    {
        (Picks, ValueFactor, HourPicks) = (picks, like.ValueFactor, like.HourPicks);
        UserFactor = Table(like.UserFactor.Name, picks.UserCount, like.UserFactor.Shape[1]);
    }

    /// <summary>(U × F).</summary>
    public NamedTensor UserFactor { get; }

    /// <summary>(V × F).</summary>
    public NamedTensor ValueFactor { get; }

    /// <summary>(24 × V), weight of everybody's picks in each hour of the day.</summary>
    public NamedTensor HourPicks { get; }

    /// <summary>What each user picked.</summary>
    public UserPicks Picks { get; }

    /// <summary>Every tensor, in the order they are saved.</summary>
    public IEnumerable<NamedTensor> All => [UserFactor, ValueFactor, HourPicks, Picks.WeightTensor];

    /// <summary>Counts without factors.</summary>
    internal static ChoiceFactors Count(IReadOnlyList<Interaction> rows, (int Users, int Values) size, (int Factors, Recency Recency) how) =>
        Count(rows, UserPicks.Of(rows, size, how.Recency), size, how);

    /// <summary>The same, with the users' picks counted already.</summary>
    internal static ChoiceFactors Count(IReadOnlyList<Interaction> rows, UserPicks picks, (int Users, int Values) size, (int Factors, Recency Recency) how)
    {
        var counted = new ChoiceFactors(how.Factors, size.Values, picks);
        foreach (var row in rows)
            counted.HourPicks.Data[(row.Slot.Hour * size.Values) + row.ValueIndex] += how.Recency.Of(row.UnixMicroseconds);
        return counted;
    }

    /// <summary>Other users beside the same values, their vectors zero.</summary>
    internal ChoiceFactors WithUsers(UserPicks picks) => new(this, picks);

    private static NamedTensor Table(string name, int rows, int columns) => new(name, [rows, columns], new float[checked(rows * columns)]);
}
