using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// The normal equations (Σ w·f·fᵀ + D)·x = Σ w·f·t of a weighted ridge regression: n unknowns, rows of features f with a
/// weight w and a target t. A tile of rows is summed in single precision by the matrix product, tiles in double precision
/// in their order, so the bits depend on neither threads nor vector width. One for each worker.
/// </summary>
internal sealed unsafe class NormalEquations
{
    private const int TileRows = 128;
    private const int BlockRows = 8; // the matrix product's blocks are this high

    private readonly int _rowsOfGram;
    private readonly AlignedFloats _rows;
    private readonly AlignedFloats _weighted;
    private readonly AlignedFloats _gram;
    private readonly double[] _left;
    private readonly double[] _solution;
    private int _count;

    /// <summary>Equations for a number of unknowns.</summary>
    public NormalEquations(int unknowns)
    {
        Unknowns = unknowns;
        Columns = (unknowns + MatrixProduct.ColumnGroup) & ~(MatrixProduct.ColumnGroup - 1); // room for the target too
        _rowsOfGram = (unknowns + BlockRows - 1) & ~(BlockRows - 1);
        (_rows, _weighted) = (new(TileRows * Columns), new(TileRows * Columns));
        _gram = new(_rowsOfGram * Columns);
        Sums = new double[unknowns * Columns];
        _left = new double[unknowns * Columns];
        _solution = new double[unknowns];
    }

    /// <summary>Number of unknowns n.</summary>
    public int Unknowns { get; }

    /// <summary>Length of a row: features, the target behind them, zeros.</summary>
    public int Columns { get; }

    /// <summary>(n × Columns): sums over rows of w·f·fᵀ, and in column n of w·f·t.</summary>
    public double[] Sums { get; }

    /// <summary>Begins new equations.</summary>
    public void Clear()
    {
        _count = 0;
        Array.Clear(Sums);
    }

    /// <summary>The place for the next row, to be filled whole (n features, the target, what is left stays zero); then <see cref="Add"/>.</summary>
    public Span<float> Next() => new(_rows.Pointer + ((nint)_count * Columns), Unknowns + 1);

    /// <summary>Adds the row that was filled.</summary>
    public void Add(float weight)
    {
        var place = (nint)_count * Columns;
        var factor = Vector512.Create(weight);
        for (var j = 0; j < Columns; j += MatrixProduct.ColumnGroup)
            (Vector512.Load(_rows.Pointer + place + j) * factor).Store(_weighted.Pointer + place + j);
        if (++_count == TileRows)
            Flush();
    }

    /// <summary>Takes the rows that wait for a full tile into the sums.</summary>
    public void Flush()
    {
        if (_count == 0)
            return;
        _gram.Span.Clear();
        MatrixProduct.Add(
            new Matrix(_weighted.Pointer, _count, _rowsOfGram, Columns).Transposed,
            new Matrix(_rows.Pointer, _count, Columns, Columns),
            new Matrix(_gram.Pointer, _rowsOfGram, Columns, Columns));
        for (var i = 0; i < Sums.Length; i++)
            Sums[i] += _gram.Pointer[i];
        _count = 0;
    }

    /// <summary>
    /// Solves with what was added: <paramref name="sums"/> (those of this object, or of pieces together), an optional
    /// matrix of the same shape added to them, and the diagonal D.
    /// </summary>
    public ReadOnlySpan<double> Solve(ReadOnlySpan<double> sums, ReadOnlySpan<double> also, ReadOnlySpan<double> diagonal)
    {
        for (var i = 0; i < sums.Length; i++)
            _left[i] = sums[i] + (also.IsEmpty ? 0 : also[i]);
        for (var i = 0; i < Unknowns; i++)
        {
            _solution[i] = _left[(i * Columns) + Unknowns];
            _left[(i * Columns) + Unknowns] = 0; // whole vectors are subtracted in the solver: the target must not be among them
            _left[(i * Columns) + i] += diagonal[i];
        }

        fixed (double* left = _left, solution = _solution)
            Cholesky.Solve(left, Unknowns, Columns, solution);
        return _solution;
    }
}
