using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// The notebook's arrivals: each row draws its user and subtracts days (exponential, cut at the cap), hours and minutes
/// from the as-of moment. Rows stand as drawn.
/// </summary>
internal sealed class SubtractedArrivals(SimulatedWorld world, BlockUsers users) : IArrivals
{
    private const long MicrosecondsPerMinute = 60_000_000;
    private const int MinutesPerHour = 60;
    private const int Piece = 512;

    private readonly RandomStream _again = world.Random.Split("arrivals again");
    private readonly RandomStream _random = world.Random.Split("arrivals");
    private readonly DiscreteTable _hours = world.Clock.Hours[(int)Chronotype.Average];
    private readonly long _asOf = Timestamp.ToUnixMicroseconds(world.Profile.AsOf);
    private readonly double _mean = world.Profile.Recency.MeanDays * TimeSlot.MicrosecondsPerDay;
    private readonly double _cap = (double)world.Profile.Recency.CapDays * TimeSlot.MicrosecondsPerDay;
    private readonly uint[] _who = new uint[Piece];
    private readonly uint[] _ofDay = new uint[Piece];
    private readonly uint[] _agoLow = new uint[Piece];
    private readonly uint[] _agoHigh = new uint[Piece];
    private readonly double[] _ago = new double[Piece];

    public void Read(long firstRow, Span<int> users, Span<long> unixMicroseconds)
    {
        for (var start = 0; start < users.Length; start += Piece)
        {
            var count = Math.Min(Piece, users.Length - start);
            Read(firstRow + start, count, users[start..], unixMicroseconds[start..]);
        }
    }

    private void Read(long firstRow, int count, Span<int> who, Span<long> unixMicroseconds)
    {
        _random.Fill((ulong)firstRow, _who.AsSpan(0, count), _ofDay.AsSpan(0, count), _agoLow.AsSpan(0, count), _agoHigh.AsSpan(0, count));
        for (var i = 0; i < count; i += Vector512<double>.Count)
            PortableMath.Log(Uniform.Of(Vector256.Create<uint>(_agoLow.AsSpan(i)), Vector256.Create<uint>(_agoHigh.AsSpan(i)))).CopyTo(_ago.AsSpan(i));
        for (var i = 0; i < count; i++)
        {
            who[i] = users.Draw(Chronotype.Average, _who[i], _again, firstRow + i, out _);
            var hour = _hours.Draw(_ofDay[i], out var ofHour);
            unixMicroseconds[i] = _asOf - (long)Math.Min(-_mean * _ago[i], _cap)
                - (hour * TimeSlot.MicrosecondsPerHour) - ((long)(ofHour * MinutesPerHour) * MicrosecondsPerMinute);
        }
    }
}
