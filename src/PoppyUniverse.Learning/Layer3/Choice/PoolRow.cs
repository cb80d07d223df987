using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// What the laws of choice say of one row's values, gathered once and then summed under many weights. Popularity, hour and
/// the vectors' products say something of every value; the user's own counts only of those the user picked.
/// </summary>
internal sealed unsafe class PoolRow
{
    private const int Laws = ChoiceWeights.Count;
    private const int Dense = 3;
    private const int User = 3;
    private const int UserTime = 4;

    private readonly ChoiceLaws _laws;
    private readonly AlignedFloats _products;
    private readonly Interaction _row;
    private readonly (int Value, float Always, float Now)[] _lifts;

    /// <summary>A row of a user of <paramref name="factors"/>.</summary>
    public PoolRow(ChoiceLaws laws, ChoiceFactors factors, UserLifts lifts, Interaction row)
    {
        (_laws, _row, _products) = (laws, row, new(laws.Columns));
        laws.AddProducts(factors.UserFactor.Data.AsSpan(row.UserIndex * laws.Factors, laws.Factors), _products.Pointer);
        lifts.MoveToUser(factors.Picks, row.UserIndex);
        lifts.MoveToSlot(row.Slot);
        var now = lifts.Now.ToDictionary(lift => lift.Value, lift => lift.Lift);
        _lifts = [.. lifts.Always.Select(lift => (lift.Value, lift.Lift, now.GetValueOrDefault(lift.Value)))];
    }

    /// <summary>Adds loss, gradient and curvature under some weights.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="scores">Room for (Columns) scores.</param>
    /// <param name="sums">Where it goes.</param>
    public void AddTo(ChoiceWeights weights, AlignedFloats scores, PoolSums sums)
    {
        _laws.Scores(_products.Pointer, _row.Slot, weights, scores.Pointer);
        foreach (var (value, always, now) in _lifts)
            scores.Pointer[value] += (float)((weights.User * always) + (weights.UserTime * now));
        var picked = scores.Pointer[_row.ValueIndex];
        var (largest, sum) = RowKernels.ExpSum(scores.Pointer, _laws.Columns);
        Span<double> mean = stackalloc double[Laws], second = stackalloc double[Laws * Laws], own = stackalloc double[Laws];
        AddDense(scores.Pointer, mean, second);
        AddSparse(scores.Pointer, mean, second);
        for (var i = 0; i < Laws; i++)
            mean[i] /= sum;
        for (var i = 0; i < Laws; i++)
        {
            for (var j = 0; j < Laws; j++)
                second[(i * Laws) + j] /= sum;
        }

        Said(_row.ValueIndex, own);
        foreach (var (_, always, now) in _lifts.Where(lift => lift.Value == _row.ValueIndex))
            (own[User], own[UserTime]) = (always, now);
        sums.Add(largest + PortableMath.Log(sum) - picked, own, mean, second);
    }

    // Σ p·f and Σ p·f·f of the laws that say something of every value, 16 values at a time
    private void AddDense(float* powers, Span<double> mean, Span<double> second)
    {
        Vector512<float> m0 = default, m1 = default, m2 = default, s00 = default, s01 = default, s02 = default, s11 = default, s12 = default, s22 = default;
        var hour = _laws.HourLift.Pointer + ((nint)_row.Slot.Hour * _laws.Columns);
        for (var j = 0; j < _laws.Columns; j += MatrixProduct.ColumnGroup)
        {
            var power = Vector512.Load(powers + j);
            var (f0, f1, f2) = (Vector512.Load(_products.Pointer + j), Vector512.Load(_laws.LogPopularity.Pointer + j), Vector512.Load(hour + j));
            var (p0, p1, p2) = (power * f0, power * f1, power * f2);
            (m0, m1, m2) = (m0 + p0, m1 + p1, m2 + p2);
            (s00, s01, s02) = (Vector512.FusedMultiplyAdd(p0, f0, s00), Vector512.FusedMultiplyAdd(p0, f1, s01), Vector512.FusedMultiplyAdd(p0, f2, s02));
            (s11, s12, s22) = (Vector512.FusedMultiplyAdd(p1, f1, s11), Vector512.FusedMultiplyAdd(p1, f2, s12), Vector512.FusedMultiplyAdd(p2, f2, s22));
        }

        (mean[0], mean[1], mean[2]) = (Lanes(m0), Lanes(m1), Lanes(m2));
        (second[0], second[Laws + 1], second[(2 * Laws) + 2]) = (Lanes(s00), Lanes(s11), Lanes(s22));
        second[1] = second[Laws] = Lanes(s01);
        second[2] = second[2 * Laws] = Lanes(s02);
        second[Laws + 2] = second[(2 * Laws) + 1] = Lanes(s12);
    }

    private void AddSparse(float* powers, Span<double> mean, Span<double> second)
    {
        Span<double> said = stackalloc double[Laws];
        foreach (var (value, always, now) in _lifts)
        {
            double power = powers[value];
            Said(value, said);
            (said[User], said[UserTime]) = (always, now);
            (mean[User], mean[UserTime]) = (mean[User] + (power * always), mean[UserTime] + (power * now));
            for (var i = 0; i < Laws; i++)
            {
                for (var j = Math.Max(i, Dense); j < Laws; j++)
                    second[(i * Laws) + j] += power * said[i] * said[j];
            }
        }

        for (var i = 0; i < Laws; i++)
        {
            for (var j = Math.Max(i, Dense); j < Laws; j++)
                second[(j * Laws) + i] = second[(i * Laws) + j];
        }
    }

    private void Said(int value, Span<double> said)
    {
        (said[0], said[1]) = (_products.Pointer[value], _laws.LogPopularity.Pointer[value]);
        said[2] = _laws.HourLift.Pointer[((nint)_row.Slot.Hour * _laws.Columns) + value];
    }

    private static double Lanes(Vector512<float> sums)
    {
        var sum = 0.0;
        for (var lane = 0; lane < MatrixProduct.ColumnGroup; lane++)
            sum += sums[lane];
        return sum;
    }
}
