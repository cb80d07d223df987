using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Finds which rows of a tile stand next to each other with one user (a run), and where what each row takes stands.</summary>
internal sealed unsafe class TileRuns
{
    private const int Group = 8;

    private readonly (int Projected, int User, int Value) _widths; // of rows
    private readonly int _values;
    private readonly bool _takesValue;

    // pinned, so that kernels may keep pointers into them
    private readonly SlotPlaces[] _slots;
    private readonly long[] _places = GC.AllocateArray<long>(RowPlaces.Length, pinned: true);
    private readonly int[] _users = GC.AllocateArray<int>(TileForward.Rows + Group, pinned: true);

    public TileRuns(NetworkShape shape, NetworkWeights weights)
    {
        _widths = (shape.Hidden[0], shape.UserRow, weights.Layout.ValueRow);
        _values = weights.Projected.Values;
        _takesValue = shape.TakesValue;
        _slots = SlotPlaces.All(shape, weights.Projected);
    }

    /// <summary>(64) user of each run, as the rows name it.</summary>
    public int* Users => (int*)Unsafe.AsPointer(ref _users[0]);

    /// <summary>(64) where what each row takes stands.</summary>
    public RowPlaces Places => new((long*)Unsafe.AsPointer(ref _places[0]));

    private SlotPlaces* Slots => (SlotPlaces*)Unsafe.AsPointer(ref _slots[0]);

    /// <summary>Finds users and places of up to 64 rows; returns the number of runs.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="stride">From the row of a user to the next one's; 0 when there is but one.</param>
    public int Find(ReadOnlySpan<PackedRow> rows, int stride) => Avx512DQ.IsSupported ? WideFind(rows, stride) : Find(rows, stride, 0, -1);

    /// <summary>The definition of <see cref="Find(ReadOnlySpan{PackedRow}, int)"/>.</summary>
    public int FindReference(ReadOnlySpan<PackedRow> rows, int stride) => Find(rows, stride, 0, -1);

    // From a row on, when the one before it was of run number `run`.
    private int Find(ReadOnlySpan<PackedRow> rows, int stride, int first, int run)
    {
        var places = Places;
        var users = Users;
        var last = first > 0 ? rows[first - 1].User : -1;
        for (var i = first; i < rows.Length; i++)
        {
            var (user, value) = (rows[i].User, _takesValue ? rows[i].Value : 0);
            // without a jump, which would go wrong at every third user
            run += user == last ? 0 : 1;
            users[run] = last = user;
            places.Users[i] = (long)run * _widths.Projected;
            places.UserRows[i] = (long)user * stride;
            places.UserGrads[i] = (long)run * _widths.User;
            places.Values[i] = _values + ((long)value * _widths.Projected);
            places.ValueRows[i] = (long)value * _widths.Value;
            places.Slots[i] = Slots + rows[i].Slot;
        }

        return run + 1;
    }

    // Eight rows at a time.
    private int WideFind(ReadOnlySpan<PackedRow> rows, int stride)
    {
        var places = Places;
        var (run, i) = (Vector512.Create(-1L), 0);
        fixed (PackedRow* all = rows)
        {
            for (; i + Group <= rows.Length; i += Group)
            {
                var bits = Vector512.Load((ulong*)all + i);
                var user = PackedRow.Users(bits);
                var before = i > 0 ? PackedRow.Users(Vector512.Load((ulong*)all + i - 1)) : Avx512F.AlignRight64(user, Vector512<long>.AllBitsSet, 7);
                // 1 where a run begins, then their number up to each row: neighbors one, two and four places up are added
                var begins = Vector512<long>.One + Vector512.Equals(user, before);
                var runs = begins + Avx512F.AlignRight64(begins, Vector512<long>.Zero, 7);
                runs += Avx512F.AlignRight64(runs, Vector512<long>.Zero, 6);
                runs += Avx512F.AlignRight64(runs, Vector512<long>.Zero, 4);
                var next = Users + (int)run[0] + 1;
                runs += run;
                Avx512F.ConvertToVector256Int32(Avx512F.Compress(Vector512<long>.Zero, Vector512<long>.Zero - begins, user)).Store(next);
                run = Avx512F.PermuteVar8x64(runs, Vector512.Create(7L));
                (runs * _widths.Projected).Store(places.Users + i);
                (user * stride).Store(places.UserRows + i);
                (runs * _widths.User).Store(places.UserGrads + i);
                var value = _takesValue ? PackedRow.Values(bits) : Vector512<long>.Zero;
                (Vector512.Create((long)_values) + (value * _widths.Projected)).Store(places.Values + i);
                (value * _widths.Value).Store(places.ValueRows + i);
                (Vector512.Create((long)Slots) + (PackedRow.Slots(bits) * sizeof(SlotPlaces))).Store((long*)places.Slots + i);
            }
        }

        return Find(rows, stride, i, (int)run[0]);
    }
}
