using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>The probabilities of choice of a finished model: the laws in their weights, made to add up to 1 over all values.</summary>
internal sealed unsafe class FactorChoice
{
    private readonly ChoiceLaws _laws;
    private readonly ChoiceWeights _weights;

    public FactorChoice(ChoiceFactors factors, ChoiceWeights weights) => (_laws, _weights) = (new(factors), weights);

    /// <summary>
    /// The probability of each row's value; an unknown value has none. The users' vectors and picks are given, so that they
    /// may be of other users than the model's. Rows of one user and hour that follow each other share the sum over all values.
    /// </summary>
    public void Score((float[] Vectors, UserPicks Picks) users, ScoringRows rows, Span<float> probabilities)
    {
        var scratch = new Scratch(_laws);
        var (user, slot, sum) = (int.MinValue, -1, 1f);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.UserIndices[row] != user)
                (user, slot) = (MoveToUser(scratch, users, rows.UserIndices[row]), -1);
            if (rows.Slots[row].Index != slot)
                (slot, sum) = (rows.Slots[row].Index, MoveToSlot(scratch, rows.Slots[row]));
            var value = rows.ValueIndices[row];
            if (value >= _laws.Values)
                throw new ArgumentOutOfRangeException(nameof(rows), value, $"The value index is outside the model's {_laws.Values}; unknown is {IdMap.Unknown}.");
            probabilities[row] = value == IdMap.Unknown ? 0 : scratch.Now.Pointer[value] / sum;
        }
    }

    private int MoveToUser(Scratch scratch, (float[] Vectors, UserPicks Picks) users, int user)
    {
        scratch.Products.Span.Clear();
        if (user != IdMap.Unknown)
            _laws.AddProducts(users.Vectors.AsSpan(user * _laws.Factors, _laws.Factors), scratch.Products.Pointer);
        scratch.Lifts.MoveToUser(users.Picks, user);
        return user;
    }

    // Leaves e^(score − largest) of every value; returns their sum.
    private float MoveToSlot(Scratch scratch, TimeSlot slot)
    {
        var now = scratch.Now.Pointer;
        _laws.Scores(scratch.Products.Pointer, slot, _weights, now);
        scratch.Lifts.MoveToSlot(slot);
        scratch.Lifts.AddTo(now, _weights);
        return RowKernels.ExpSum(now, _laws.Columns).Sum;
    }

    /// <summary>What one call needs.</summary>
    private sealed class Scratch(ChoiceLaws laws)
    {
        public UserLifts Lifts { get; } = new(laws);

        /// <summary>Vector of the user · vector of each value.</summary>
        public AlignedFloats Products { get; } = new(laws.Columns);

        /// <summary>Powers of the scores at a slot.</summary>
        public AlignedFloats Now { get; } = new(laws.Columns);
    }
}
