namespace PoppyUniverse.Learning.Kernels;

/// <summary>
/// A matrix in memory that others own: element (i, j) is at Data[i · RowStride + j · ColumnStride]. Transposing swaps the
/// strides and moves nothing.
/// </summary>
internal readonly unsafe struct Matrix(float* data, int rows, int columns, nint rowStride, nint columnStride = 1)
{
    public float* Data { get; } = data;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public nint RowStride { get; } = rowStride;

    public nint ColumnStride { get; } = columnStride;

    public Matrix Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);

    public ref float this[int i, int j] => ref *At(i, j);

    public float* At(int i, int j) => Data + (i * RowStride) + (j * ColumnStride);
}
