using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// Alternating least squares for picks: Σ over picks w · (x·y − 1)² + α₀ · Σ over all users and values (x·y)²
/// + λ Σ (weight of picks + α₀ · opposite vectors)^ν · |vector|². The sum over all is the same matrix α₀ YᵀY for everyone, so
/// a sweep costs as many steps as there are picks.
/// Source: Hu, Koren and Volinsky, "Collaborative Filtering for Implicit Feedback Datasets" (ICDM 2008), section 4, in the
/// form and with the frequency-scaled regularization of Rendle, Krichene, Zhang and Koren, "Revisiting the Performance of
/// iALS on Item Recommendation Benchmarks" (RecSys 2022), equations 1 to 4.
/// </summary>
internal sealed class ImplicitAls
{
    private readonly ChoiceCandidate _size;
    private readonly double _exponent;
    private readonly int _threads;
    private readonly float[] _weights;
    private readonly ImplicitSide _users;
    private readonly ImplicitSide _values;

    /// <summary>Least squares over picks, moving the vectors of <paramref name="factors"/>.</summary>
    public ImplicitAls(ChoiceFactors factors, ChoiceCandidate size, double exponent, int threads)
    {
        (_size, _exponent, _threads) = (size, exponent, threads);
        var (users, values, weights) = factors.Picks.Pairs();
        _weights = weights;
        (_users, _values) = (new(users, weights, factors.UserFactor), new(values, weights, factors.ValueFactor));
    }

    /// <summary>Solves for all users; α₀ YᵀY may be given when it is known.</summary>
    public void SolveUsers(CancellationToken cancellation) => Solve(_users, _values, GramOf(_values, cancellation), cancellation);

    /// <summary>Solves for all values.</summary>
    public void SolveValues(CancellationToken cancellation) => Solve(_values, _users, GramOf(_users, cancellation), cancellation);

    /// <summary>Solves for all users with a known α₀ YᵀY.</summary>
    public void SolveUsers(double[] gram) => Solve(_users, _values, gram, CancellationToken.None);

    /// <summary>α₀ YᵀY of the values' vectors.</summary>
    public double[] ValueGram() => GramOf(_values, CancellationToken.None);

    /// <summary>What a sweep never raises.</summary>
    public double Objective()
    {
        var sum = Penalty(_users, _values) + Penalty(_values, _users);
        for (var pair = 0; pair < _weights.Length; pair++)
            sum += _weights[pair] * Square(1 - RatingFactors.Dot(_users.VectorOf(pair), _values.VectorOf(pair)));
        var (users, values) = (GramOf(_users, CancellationToken.None), GramOf(_values, CancellationToken.None));
        var columns = new NormalEquations(_users.Factors).Columns;
        for (var i = 0; i < _users.Factors; i++)
        {
            for (var j = 0; j < _users.Factors; j++)
                sum += users[(i * columns) + j] * values[(i * columns) + j] / _size.UnobservedWeight;
        }

        return sum;
    }

    private void Solve(ImplicitSide side, ImplicitSide other, double[] gram, CancellationToken cancellation) => new GroupSolver(side.Rows, side.Factors, _threads).Run(
        (equations, places) =>
        {
            for (var place = places.First; place < places.End; place++)
            {
                var pair = side.Rows.Order[place];
                var features = equations.Next();
                other.VectorOf(pair).CopyTo(features);
                features[side.Factors] = 1;
                equations.Add(_weights[pair]);
            }
        },
        (group, equations, sums) =>
        {
            Span<double> diagonal = stackalloc double[side.Factors];
            diagonal.Fill(Ridge(side, other, group));
            var solution = equations.Solve(sums, gram, diagonal);
            for (var i = 0; i < side.Factors; i++)
                side.Factor.Data[(group * side.Factors) + i] = (float)solution[i];
        },
        cancellation);

    // α₀ Σ vector · vectorᵀ over all of a side: the sums of one large group
    private double[] GramOf(ImplicitSide side, CancellationToken cancellation)
    {
        var (all, gram) = (new GroupedRows(new int[side.Factor.Shape[0]], 1), Array.Empty<double>());
        new GroupSolver(all, side.Factors, _threads).Run(
            (equations, places) =>
            {
                for (var row = places.First; row < places.End; row++)
                {
                    var features = equations.Next();
                    side.Factor.Data.AsSpan(row * side.Factors, side.Factors).CopyTo(features);
                    features[side.Factors] = 0;
                    equations.Add((float)_size.UnobservedWeight);
                }
            },
            (_, _, sums) => gram = sums.ToArray(),
            cancellation);
        return gram;
    }

    private double Penalty(ImplicitSide side, ImplicitSide other)
    {
        var sum = 0.0;
        for (var i = 0; i < side.Factor.Data.Length; i++)
            sum += Ridge(side, other, i / side.Factors) * Square(side.Factor.Data[i]);
        return sum;
    }

    private double Ridge(ImplicitSide side, ImplicitSide other, int group) =>
        _size.Regularization * PortableMath.Exp(_exponent * PortableMath.Log(side.PicksOf[group] + (_size.UnobservedWeight * other.Factor.Shape[0])));

    private static double Square(double x) => x * x;
}
