using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

// What a row leaves with the tables that it was made from.
internal sealed unsafe partial class TileBackward
{
    // Adds the first layer's gradient of a row to the four rows of tables that it was a sum of.
    private readonly struct TableSums(TileBackward tile, TileForward forward, LaneGradients lane) : ISideWork
    {
        private readonly RowPlaces _places = forward.Runs.Places;
        private readonly float* _grads = tile._gradHidden[0].Pointer;
        private readonly float* _activations = forward.Activations[0].Pointer;
        private readonly float* _users = tile._gradProjections.Pointer;
        private readonly float* _tables = lane.TableAt(0);
        private readonly int _width = tile._shape.Hidden[0];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Row(int row)
        {
            var slot = _places.Slots[row];
            float* user = _users + _places.Users[row], value = _tables + _places.Values[row], hour = _tables + slot->Hour, day = _tables + slot->Day;
            float* grad = _grads + ((nint)row * _width), activation = _activations + ((nint)row * _width);
            nint j = 0;
            for (; j + (4 * Group) <= _width; j += 4 * Group)
            {
                var (x0, x1) = (Open(activation + j, grad + j), Open(activation + j + Group, grad + j + Group));
                var (x2, x3) = (Open(activation + j + (2 * Group), grad + j + (2 * Group)), Open(activation + j + (3 * Group), grad + j + (3 * Group)));
                Add(x0, x1, x2, x3, user + j);
                Add(x0, x1, x2, x3, value + j);
                Add(x0, x1, x2, x3, hour + j);
                Add(x0, x1, x2, x3, day + j);
            }

            for (; j < _width; j += Group)
            {
                var x = Open(activation + j, grad + j);
                Add(x, user + j);
                Add(x, value + j);
                Add(x, hour + j);
                Add(x, day + j);
            }
        }

        private static int Group => MatrixProduct.ColumnGroup;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Open(float* activation, float* grad) => RowKernels.ReluBackward(Vector512.Load(activation), Vector512.Load(grad));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(Vector512<float> x, float* to) => (Vector512.Load(to) + x).Store(to);

        // straight on: a loop of four costs more beside a product than it does alone
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(Vector512<float> x0, Vector512<float> x1, Vector512<float> x2, Vector512<float> x3, float* to)
        {
            Add(x0, to);
            Add(x1, to + Group);
            Add(x2, to + (2 * Group));
            Add(x3, to + (3 * Group));
        }
    }

    // Adds the outputs' gradient of a row to the biases of its user and its value, and clears where a run's first layer is to
    // be summed: there are no more runs than rows.
    private readonly struct BiasSums(TileBackward tile, TileForward forward, float* gradUsers, LaneGradients lane) : ISideWork
    {
        private readonly RowPlaces _places = forward.Runs.Places;
        private readonly float* _grads = forward.Outputs.Pointer;
        private readonly float* _users = gradUsers + tile._shape.UserBias;
        private readonly float* _values = lane.Value(0) + tile._weights.Layout.ValueBias;
        private readonly float* _sums = tile._gradProjections.Pointer;
        private readonly (int Outputs, int First) _widths = (tile._shape.OutputWidth, tile._shape.Hidden[0]);
        private readonly bool _takesValue = tile._shape.TakesValue;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Row(int row)
        {
            float* grad = _grads + ((nint)row * _widths.Outputs), user = _users + _places.UserGrads[row], value = _values + _places.ValueRows[row];
            for (nint j = 0; j < _widths.Outputs; j += MatrixProduct.ColumnGroup)
            {
                var x = Vector512.Load(grad + j);
                (Vector512.Load(user + j) + x).Store(user + j);
                if (_takesValue)
                    (Vector512.Load(value + j) + x).Store(value + j);
            }

            RowKernels.Clear(_sums + ((nint)row * _widths.First), _widths.First);
        }
    }
}
