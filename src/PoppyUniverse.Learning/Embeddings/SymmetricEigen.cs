namespace PoppyUniverse.Learning.Embeddings;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations (1846; Golub and Van Loan, Matrix Computations,
/// section 8.5), row by row until nothing beside the diagonal is left that counts.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;
    private const double Negligible = 1e-26; // of the squared norm; beyond it double precision adds nothing

    /// <summary>Takes a matrix apart, and spoils it.</summary>
    /// <returns>Eigenvalues (D) in no order; eigenvectors as columns of (D × D).</returns>
    public static (double[] Values, double[][] Vectors) Of(double[][] matrix)
    {
        var size = matrix.Length;
        double[][] vectors = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j => i == j ? 1.0 : 0.0).ToArray())];
        var enough = Negligible * matrix.Sum(row => row.Sum(entry => entry * entry));
        for (var sweep = 0; sweep < MostSweeps && BesideDiagonal(matrix) > enough; sweep++)
        {
            for (var p = 0; p < size - 1; p++)
            {
                for (var q = p + 1; q < size; q++)
                    Rotate(matrix, vectors, p, q);
            }
        }

        return ([.. Enumerable.Range(0, size).Select(i => matrix[i][i])], vectors);
    }

    // makes entry (p, q) zero
    private static void Rotate(double[][] matrix, double[][] vectors, int p, int q)
    {
        if (matrix[p][q] == 0)
            return;
        var theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        var tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        for (var k = 0; k < matrix.Length; k++)
            (matrix[k][p], matrix[k][q]) = ((cosine * matrix[k][p]) - (sine * matrix[k][q]), (sine * matrix[k][p]) + (cosine * matrix[k][q]));
        for (var k = 0; k < matrix.Length; k++)
        {
            (matrix[p][k], matrix[q][k]) = ((cosine * matrix[p][k]) - (sine * matrix[q][k]), (sine * matrix[p][k]) + (cosine * matrix[q][k]));
            (vectors[k][p], vectors[k][q]) = ((cosine * vectors[k][p]) - (sine * vectors[k][q]), (sine * vectors[k][p]) + (cosine * vectors[k][q]));
        }
    }

    private static double BesideDiagonal(double[][] matrix)
    {
        var sum = 0.0;
        for (var i = 0; i < matrix.Length; i++)
        {
            for (var j = 0; j < matrix.Length; j++)
                sum += i == j ? 0 : matrix[i][j] * matrix[i][j];
        }

        return sum;
    }
}
