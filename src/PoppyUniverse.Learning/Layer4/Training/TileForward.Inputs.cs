using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

// What a row brings into the network, made from tables.
internal sealed unsafe partial class TileForward
{
    // The first layer's activations and the products of a row.
    private readonly struct RowInputs(TileForward tile) : ISideWork
    {
        private readonly RowPlaces _places = tile.Runs.Places;
        private readonly float* _projections = tile.UserProjections.Pointer;
        private readonly float* _tables = tile._weights.DerivedAt(0);
        private readonly float* _activations = tile.Activations[0].Pointer;
        private readonly float* _userFactors = tile.UserRows + tile._shape.UserFactors;
        private readonly float* _valueFactors = tile._weights.At(tile._weights.Layout.Values + tile._weights.Layout.ValueFactors);
        private readonly float* _hourFactors = tile._weights.At(tile._weights.Layout.HourFactors);
        private readonly float* _dayFactors = tile._weights.At(tile._weights.Layout.DayFactors);
        private readonly float* _products = tile.Products.Pointer;
        private readonly int _width = tile._shape.Hidden[0];
        private readonly int _factors = tile._shape.FactorWidth;
        private readonly bool _takesValue = tile._shape.TakesValue;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Row(int row)
        {
            AddTables(row);
            Multiply(row);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void AddTables(int row)
        {
            var slot = _places.Slots[row];
            float* user = _projections + _places.Users[row], value = _tables + _places.Values[row], hour = _tables + slot->Hour, day = _tables + slot->Day, to = _activations + ((nint)row * _width);
            nint j = 0;
            for (; j + (4 * Group) <= _width; j += 4 * Group)
            {
                Add(user + j, value + j, hour + j, day + j, to + j);
                Add(user + j + Group, value + j + Group, hour + j + Group, day + j + Group, to + j + Group);
                Add(user + j + (2 * Group), value + j + (2 * Group), hour + j + (2 * Group), day + j + (2 * Group), to + j + (2 * Group));
                Add(user + j + (3 * Group), value + j + (3 * Group), hour + j + (3 * Group), day + j + (3 * Group), to + j + (3 * Group));
            }

            for (; j < _width; j += Group)
                Add(user + j, value + j, hour + j, day + j, to + j);
        }

        private static int Group => MatrixProduct.ColumnGroup;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(float* user, float* value, float* hour, float* day, float* to) =>
            RowKernels.Relu(Vector512.Load(user) + (Vector512.Load(value) + (Vector512.Load(hour) + Vector512.Load(day)))).Store(to);

        // user · (value · ((1 + hour) · (1 + day))), entry by entry
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Multiply(int row)
        {
            var slot = _places.Slots[row];
            float* user = _userFactors + _places.UserRows[row], value = _valueFactors + _places.ValueRows[row], hour = _hourFactors + slot->HourFactors, day = _dayFactors + slot->DayFactors, to = _products + ((nint)row * _factors);
            for (nint j = 0; j < _factors; j += MatrixProduct.ColumnGroup)
            {
                var product = (Vector512<float>.One + Vector512.Load(hour + j)) * (Vector512<float>.One + Vector512.Load(day + j));
                if (_takesValue)
                    product = Vector512.Load(value + j) * product;
                (Vector512.Load(user + j) * product).Store(to + j);
            }
        }
    }
}
