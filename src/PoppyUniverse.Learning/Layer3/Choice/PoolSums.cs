namespace PoppyUniverse.Learning.Layer3;

/// <summary>Log-loss over rows, its gradient and its second derivatives in the weights of the laws.</summary>
internal sealed unsafe class PoolSums
{
    private const int Laws = ChoiceWeights.Count;

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Σ −ln p, in nats.</summary>
    public double Loss { get; private set; }

    private double[] Gradient { get; } = new double[Laws];

    private double[] Curvature { get; } = new double[Laws * Laws];

    /// <summary>Adds a row: its loss, what the laws say of the value picked, their mean and second moments over all values.</summary>
    public void Add(double loss, ReadOnlySpan<double> picked, ReadOnlySpan<double> mean, ReadOnlySpan<double> second)
    {
        Rows++;
        Loss += loss;
        for (var i = 0; i < Laws; i++)
        {
            Gradient[i] += mean[i] - picked[i];
            for (var j = 0; j < Laws; j++)
                Curvature[(i * Laws) + j] += second[(i * Laws) + j] - (mean[i] * mean[j]);
        }
    }

    /// <summary>Adds other rows.</summary>
    public void Add(PoolSums other)
    {
        (Rows, Loss) = (Rows + other.Rows, Loss + other.Loss);
        for (var i = 0; i < Laws; i++)
            Gradient[i] += other.Gradient[i];
        for (var i = 0; i < Curvature.Length; i++)
            Curvature[i] += other.Curvature[i];
    }

    /// <summary>Loss and prior together: what is made small.</summary>
    public double Objective(ReadOnlySpan<double> weights, ReadOnlySpan<double> precisions)
    {
        var (sum, prior) = (Loss, ChoiceWeights.Prior.ToArray());
        for (var i = 0; i < Laws; i++)
            sum += 0.5 * precisions[i] * (weights[i] - prior[i]) * (weights[i] - prior[i]);
        return sum;
    }

    /// <summary>Newton's step from some weights; those that are not open stay.</summary>
    public double[] Step(ReadOnlySpan<double> weights, ReadOnlySpan<double> precisions, ReadOnlySpan<bool> open)
    {
        var (step, prior) = (new double[Laws], ChoiceWeights.Prior.ToArray());
        const int Stride = Cholesky.Group; // more than there are laws
        var matrix = stackalloc double[Laws * Stride];
        new Span<double>(matrix, Laws * Stride).Clear();
        for (var i = 0; i < Laws; i++)
        {
            step[i] = open[i] ? -(Gradient[i] + (precisions[i] * (weights[i] - prior[i]))) : 0;
            for (var j = 0; j < Laws; j++)
                matrix[(i * Stride) + j] = open[i] && open[j] ? Curvature[(i * Laws) + j] : 0;
            matrix[(i * Stride) + i] += open[i] ? precisions[i] : 1;
        }

        fixed (double* solution = step)
            Cholesky.Solve(matrix, Laws, Stride, solution);
        return step;
    }
}
