using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// Alternating least squares for Strength: with all values fixed, the biases and the vector of every user follow from one
/// ridge regression each, and the other way round. Squared error + Σ κ·bias² + Σ λ·n^ν·|vector|² never rises.
/// Source: Zhou, Wilkinson, Schreiber and Pan, "Large-scale Parallel Collaborative Filtering for the Netflix Prize" (AAIM
/// 2008), section 3.1, with the biases of Koren, "Collaborative Filtering with Temporal Dynamics" (KDD 2009), as unknowns of
/// the same regressions.
/// </summary>
internal sealed class RatingAls
{
    private readonly float[] _targets;
    private readonly RatingSide _users;
    private readonly RatingSide _values;
    private readonly (double Lambda, double Exponent) _regularization;
    private readonly int _threads;
    private (GroupSolver? Users, GroupSolver? Values) _solvers;

    /// <summary>Least squares over rows, moving the tables of <paramref name="factors"/>.</summary>
    public RatingAls(RatingRows rows, RatingFactors factors, RatingPenalties penalties, (double Lambda, double Exponent) regularization, int threads)
    {
        (_regularization, _threads) = (regularization, threads);
        _targets = new float[rows.Count];
        for (var row = 0; row < rows.Count; row++)
            _targets[row] = rows.Strengths[row] - factors.Mean.Data[0] - factors.HourBias.Data[rows.Slots[row].Hour];
        _users = new(rows.Users, [.. rows.Slots.Select(DayParts.WeekPart)], factors.UserBias, factors.UserFactor, (penalties.User, penalties.UserWeekPart));
        _values = new(rows.Values, [.. rows.Slots.Select(DayParts.DayPart)], factors.ValueBias, factors.ValueFactor, (penalties.Value, penalties.ValueDayPart));
    }

    /// <summary>Solves for all users.</summary>
    public void SolveUsers(CancellationToken cancellation) => Solve(_users, _values, _solvers.Users ??= new(_users.Rows, _users.Unknowns, _threads), cancellation);

    /// <summary>Solves for all values.</summary>
    public void SolveValues(CancellationToken cancellation) => Solve(_values, _users, _solvers.Values ??= new(_values.Rows, _values.Unknowns, _threads), cancellation);

    /// <summary>What a sweep never raises: squared error and penalties.</summary>
    public double Objective() => Penalty(_users) + Penalty(_values) + BlockSum.Of(
        _targets.Length, _threads, row => Square(_targets[row] - _users.BiasOf(row) - _values.BiasOf(row) - RatingFactors.Dot(_users.VectorOf(row), _values.VectorOf(row))));

    private void Solve(RatingSide side, RatingSide other, GroupSolver solver, CancellationToken cancellation) => solver.Run(
        (equations, places) => Gather(side, other, equations, places),
        (group, equations, sums) => Answer(side, group, equations, sums),
        cancellation);

    // features: 1, the part of the row, the other side's vector; an unknown that has no penalty has no feature either
    private void Gather(RatingSide side, RatingSide other, NormalEquations equations, (int First, int End) places)
    {
        for (var place = places.First; place < places.End; place++)
        {
            var row = side.Rows.Order[place];
            var features = equations.Next();
            features[..side.BiasWidth].Clear();
            features[0] = side.Penalty.Bias is null ? 0 : 1;
            features[1 + side.PartOfRow[row]] = side.Penalty.Part is null ? 0 : 1;
            other.VectorOf(row).CopyTo(features[side.BiasWidth..]);
            features[side.Unknowns] = _targets[row] - other.BiasOf(row);
            equations.Add(1);
        }
    }

    private void Answer(RatingSide side, int group, NormalEquations equations, ReadOnlySpan<double> sums)
    {
        Span<double> diagonal = stackalloc double[side.Unknowns];
        diagonal[..side.BiasWidth].Fill(side.Penalty.Part ?? 1);
        diagonal[0] = side.Penalty.Bias ?? 1;
        diagonal[side.BiasWidth..].Fill(Ridge(side.Rows.Count(group)));
        var solution = equations.Solve(sums, [], diagonal);
        for (var i = 0; i < side.BiasWidth; i++)
            side.Bias.Data[(group * side.BiasWidth) + i] = (float)solution[i];
        for (var i = 0; i < side.Factors; i++)
            side.Factor.Data[(group * side.Factors) + i] = (float)solution[side.BiasWidth + i];
    }

    private double Penalty(RatingSide side)
    {
        var sum = 0.0;
        for (var i = 0; i < side.Bias.Data.Length; i++)
            sum += ((i % side.BiasWidth == 0 ? side.Penalty.Bias : side.Penalty.Part) ?? 0) * Square(side.Bias.Data[i]);
        for (var i = 0; i < side.Factor.Data.Length; i++)
            sum += Ridge(side.Rows.Count(i / side.Factors)) * Square(side.Factor.Data[i]);
        return sum;
    }

    // λ · n^ν; a group without rows counts as one row, which leaves its numbers at zero
    private double Ridge(int rows) => _regularization.Lambda * PortableMath.Exp(_regularization.Exponent * PortableMath.Log(Math.Max(1, rows)));

    private static double Square(double x) => x * x;
}
