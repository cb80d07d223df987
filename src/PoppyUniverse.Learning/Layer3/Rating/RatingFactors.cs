using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>The learned numbers of the factorization of Strength.</summary>
public sealed class RatingFactors
{
    /// <summary>Numbers of zero, to be filled.</summary>
    /// <param name="factors">Length F of vectors.</param>
    /// <param name="users">Number of users U.</param>
    /// <param name="values">Number of values V.</param>
    public RatingFactors(int factors, int users, int values)
    {
        Factors = factors;
        Mean = new("rating.mean", [1], new float[1]);
        HourBias = new("rating.hour.bias", [TimeSlot.Hours], new float[TimeSlot.Hours]);
        UserBias = Table("rating.user.bias", users, 1 + DayParts.OfWeek);
        UserFactor = Table("rating.user.factor", users, factors);
        ValueBias = Table("rating.value.bias", values, 1 + DayParts.OfDay);
        ValueFactor = Table("rating.value.factor", values, factors);
    }

    private RatingFactors(RatingFactors like, int users)
    {
        (Factors, Mean, HourBias, ValueBias, ValueFactor) = (like.Factors, like.Mean, like.HourBias, like.ValueBias, like.ValueFactor);
        UserBias = Table(like.UserBias.Name, users, 1 + DayParts.OfWeek);
        UserFactor = Table(like.UserFactor.Name, users, like.Factors);
    }

    /// <summary>Length F of vectors.</summary>
    public int Factors { get; }

    /// <summary>(1), mean Strength.</summary>
    public NamedTensor Mean { get; }

    /// <summary>(24), what an hour of the day adds.</summary>
    public NamedTensor HourBias { get; }

    /// <summary>(U × 3): what a user adds always, on workdays, on weekends.</summary>
    public NamedTensor UserBias { get; }

    /// <summary>(U × F).</summary>
    public NamedTensor UserFactor { get; }

    /// <summary>(V × 7): what a value adds always, and in each part of four hours of the day.</summary>
    public NamedTensor ValueBias { get; }

    /// <summary>(V × F).</summary>
    public NamedTensor ValueFactor { get; }

    /// <summary>Every tensor, in the order they are saved.</summary>
    public IEnumerable<NamedTensor> All => [Mean, HourBias, UserBias, UserFactor, ValueBias, ValueFactor];

    /// <summary>
    /// Expected Strength of a value for a user at a slot, not yet held to [1, 5]; the product of vectors counts
    /// <paramref name="scale"/> times. What is unknown adds nothing.
    /// </summary>
    internal double Expected(int user, int value, TimeSlot slot, double scale)
    {
        var sum = Mean.Data[0] + (double)HourBias.Data[slot.Hour];
        if (user != IdMap.Unknown)
        {
            var bias = UserBias.Data.AsSpan(user * (1 + DayParts.OfWeek));
            sum += bias[0] + (double)bias[1 + DayParts.WeekPart(slot)];
        }

        if (value == IdMap.Unknown)
            return sum;
        var own = ValueBias.Data.AsSpan(value * (1 + DayParts.OfDay));
        sum += own[0] + (double)own[1 + DayParts.DayPart(slot)];
        return user == IdMap.Unknown ? sum : sum + (scale * Dot(UserFactor.Data.AsSpan(user * Factors, Factors), ValueFactor.Data.AsSpan(value * Factors, Factors)));
    }

    /// <summary>Other users beside the same values, their numbers zero.</summary>
    internal RatingFactors WithUsers(int users) => new(this, users);

    /// <summary>The same numbers, apart from these.</summary>
    internal RatingFactors Copy()
    {
        var copy = new RatingFactors(Factors, UserBias.Shape[0], ValueBias.Shape[0]);
        foreach (var (from, to) in All.Zip(copy.All))
            from.Data.CopyTo(to.Data, 0);
        return copy;
    }

    internal static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
            sum = MathF.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    private static NamedTensor Table(string name, int rows, int columns) => new(name, [rows, columns], new float[checked(rows * columns)]);
}
