using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

// The outputs: everybody's bias, the user's, the value's, and the products with the last layer and the product term.
internal sealed unsafe partial class TileForward
{
    private void FewOutputs(int rows, int padded)
    {
        const int Width = MatrixProduct.ColumnGroup;
        var (inputs, projected, biases) = (_shape.Hidden[^1], _weights.Projected, new OutputBiases(this));
        // the chains of a row's sums stand where the sums will
        var outputs = Outputs.Pointer;
        PairProduct.Run(new(Activations[^1].Pointer, padded, inputs, inputs), _weights.DerivedAt(projected.FewOutputs), outputs, add: false);
        if (_shape.Factors > 0)
            PairProduct.Run(new(Products.Pointer, padded, _shape.FactorWidth, _shape.FactorWidth), _weights.DerivedAt(projected.FewFactors), outputs, add: true);
        for (var i = 0; i < rows; i++)
            (biases.Sum(i, 0) + PairProduct.Fold(outputs + (i * Width))).Store(outputs + (i * Width));
    }

    private void ManyOutputs(int rows, int padded)
    {
        var (inputs, width, layout, biases) = (_shape.Hidden[^1], _shape.OutputWidth, _weights.Layout, new OutputBiases(this));
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
                biases.Sum(i, j).Store(Outputs.Pointer + (i * width) + j);
        }

        Matrix outputs = new(Outputs.Pointer, padded, width, width);
        MatrixProduct.Add(new(Activations[^1].Pointer, padded, inputs, inputs), new(_weights.At(layout.OutputWeight), inputs, width, width), outputs);
        if (_shape.Factors > 0)
            MatrixProduct.Add(new(Products.Pointer, padded, _shape.Factors, _shape.FactorWidth), new(_weights.At(layout.FactorWeight), _shape.Factors, width, width), outputs);
    }

    // Where the three biases of a row's outputs stand; a network without values has only two.
    private readonly struct OutputBiases(TileForward tile)
    {
        private readonly float* _all = tile._weights.At(tile._weights.Layout.OutputBias);
        private readonly float* _users = tile.UserRows + tile._shape.UserBias;
        private readonly float* _values = tile._shape.TakesValue ? tile._weights.At(tile._weights.Layout.Values + tile._weights.Layout.ValueBias) : RowKernels.Zeros(tile._shape.OutputWidth);
        private readonly RowPlaces _places = tile.Runs.Places;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Sum(int row, int j) =>
            Vector512.Load(_all + j) + Vector512.Load(_users + _places.UserRows[row] + j) + Vector512.Load(_values + _places.ValueRows[row] + j);
    }
}
