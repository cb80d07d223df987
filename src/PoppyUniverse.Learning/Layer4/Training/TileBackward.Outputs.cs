using PoppyUniverse.Learning.Kernels;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Layer4;

// The outputs: their weights, everybody's, the user's and the value's bias, and the product term.
internal sealed unsafe partial class TileBackward
{
    private void OutputLayer(int rows, TileForward forward, float* gradUsers, LaneGradients lane)
    {
        var (inputs, width, projected) = (_shape.Hidden[^1], _shape.OutputWidth, _weights.Projected);
        var grad = forward.Outputs.Pointer;
        OutputWeights(new(forward.Activations[^1].Pointer, rows, inputs, inputs), grad, (projected.FewOutputs, _weights.Layout.OutputWeight), lane);
        RowKernels.AddRows(grad, rows, width, lane.At(_weights.Layout.OutputBias));
        var factors = _shape.FactorWidth;
        if (_shape.Factors > 0)
            OutputWeights(new(forward.Products.Pointer, rows, _shape.Factors, factors), grad, (projected.FewFactors, _weights.Layout.FactorWeight), lane);
        if (_shape.Factors > 0 && !_shape.FixesFactors)
        {
            MatrixProduct.Start(
                RowKernels.Zeros(factors),
                new(grad, MatrixProduct.RoundUp(rows), _shape.Outputs, width), new(_weights.DerivedAt(projected.FactorTransposed), _shape.Outputs, factors, factors),
                new(_gradProducts.Pointer, MatrixProduct.RoundUp(rows), factors, factors));
            Multiply(rows, forward, gradUsers, lane);
        }

        var nothing = default(NoSideWork);
        Descend(new(grad, rows, _shape.Outputs, width), _weights.DerivedAt(projected.OutputTransposed), _shape.Hidden.Length - 1, forward, ref nothing);
    }

    // inputsᵀ · grad; when there are few outputs the other way round, gradᵀ · inputs, so that vectors lie along the inputs.
    private void OutputWeights(Matrix inputs, float* grad, (int Few, int Many) sums, LaneGradients lane)
    {
        var width = _shape.OutputWidth;
        var padded = (int)inputs.RowStride;
        if (_shape.HasFewOutputs)
            lane.AddProduct(new Matrix(grad, inputs.Rows, PairProduct.MostColumns, width).Transposed, new(inputs.Data, inputs.Rows, padded, padded), new(lane.TableAt(sums.Few), PairProduct.MostColumns, padded, padded));
        else
            lane.AddProduct(inputs.Transposed, new(grad, inputs.Rows, width, width), new(lane.At(sums.Many), inputs.Columns, width, width));
    }

    // Each factor of a product receives the product's gradient times the other factors.
    private void Multiply(int rows, TileForward forward, float* gradUsers, LaneGradients lane)
    {
        var (width, layout) = (_shape.FactorWidth, _weights.Layout);
        var gradProduct = _gradProducts.Pointer;
        var places = forward.Runs.Places;
        for (var i = 0; i < rows; i++, gradProduct += width)
        {
            var slot = places.Slots[i];
            long atHour = layout.HourFactors + slot->HourFactors, atDay = layout.DayFactors + slot->DayFactors,
                atValue = layout.Values + layout.ValueFactors + places.ValueRows[i];
            float* gradUser = gradUsers + places.UserGrads[i] + _shape.UserFactors, users = forward.UserRows + places.UserRows[i] + _shape.UserFactors, gradHour = lane.At(0) + atHour, gradDay = lane.At(0) + atDay, gradValue = lane.At(0) + atValue, value = _weights.At(0) + atValue;
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
            {
                var grad = Vector512.Load(gradProduct + j);
                var user = Vector512.Load(users + j);
                var hour = Vector512<float>.One + Vector512.Load(_weights.At(0) + atHour + j);
                var day = Vector512<float>.One + Vector512.Load(_weights.At(0) + atDay + j);
                var time = hour * day;
                if (_shape.TakesValue)
                {
                    var factor = Vector512.Load(value + j);
                    Vector512.FusedMultiplyAdd(grad, user * time, Vector512.Load(gradValue + j)).Store(gradValue + j);
                    grad *= factor;
                }

                Vector512.FusedMultiplyAdd(grad, time, Vector512.Load(gradUser + j)).Store(gradUser + j);
                grad *= user;
                Vector512.FusedMultiplyAdd(grad, day, Vector512.Load(gradHour + j)).Store(gradHour + j);
                Vector512.FusedMultiplyAdd(grad, hour, Vector512.Load(gradDay + j)).Store(gradDay + j);
            }
        }
    }
}
