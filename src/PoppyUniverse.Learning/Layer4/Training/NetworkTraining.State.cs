using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>What goes in and out of a training run: rows, parameters, the state of the optimizer.</summary>
internal sealed unsafe partial class NetworkTraining
{
    private const string LanePrefix = "lane.";

    /// <summary>Copies the current parameters: the shared ones and those of this rank's users.</summary>
    public void CopyTo(INetworkParameters parameters)
    {
        var network = parameters.Network;
        ParameterTransfer.Store(_weights, _shape, network);
        for (var user = 0; user < network.Users; user++)
            ParameterTransfer.StoreUser(UserRow(user), user, _shape, network);
        _head.CopyTo(parameters);
    }

    /// <summary>
    /// Parameters and moments as kernels hold them, to be read before the next step; of all lanes, whatever rank they are on.
    /// All ranks take part; rank 0 gets them, the others nothing.
    /// </summary>
    public IReadOnlyList<CheckpointTensor> State()
    {
        var shared = Shared().Select(part => Tensor(part.Name, part.Floats));
        if (_ranks.IsAlone)
            return [.. shared, .. _lanes.Select((lane, number) => Tensor($"{LanePrefix}{number}", lane.Users.Rows))];
        return GatherUsers() is { } users
            ? [.. shared, .. users.Select((rows, lane) => CheckpointTensor.Of(new($"{LanePrefix}{lane}", [rows.Length], rows)))]
            : [];

        static CheckpointTensor Tensor(string name, AlignedFloats floats) =>
            new(name, [floats.Length], (start, to) => floats.Slice((int)start, to.Length).CopyTo(to));
    }

    /// <summary>Takes them back.</summary>
    public void Restore(TrainingCheckpoint checkpoint)
    {
        foreach (var (name, floats) in Shared())
            checkpoint[name].Read(0, floats.Span);
        for (var lane = 0; lane < _lanes.Length; lane++)
            checkpoint[$"{LanePrefix}{_ranks.FirstLane + lane}"].Read(0, _lanes[lane].Users.Rows.Span);
        AdamSteps = checkpoint.Progress.AdamSteps;
        _weights.DeriveAll();
    }

    // All ranks' users' rows with their moments, lane by lane.
    private float[][]? GatherUsers()
    {
        var own = new float[_lanes.Sum(lane => lane.Users.Rows.Length)];
        var place = 0;
        foreach (var rows in _lanes.Select(lane => lane.Users.Rows))
        {
            rows.Span.CopyTo(own.AsSpan(place));
            place += rows.Length;
        }

        if (_ranks.Collective.Gather<float>(own) is not { } all)
            return null;
        var (users, start) = (new float[_ranks.Plan.Lanes][], 0);
        for (var lane = 0; lane < users.Length; start += users[lane++].Length)
            users[lane] = all.AsSpan(start, (_ranks.Plan.FirstUser(lane + 1) - _ranks.Plan.FirstUser(lane) + 1) * UserTable.Stride(_shape)).ToArray();
        return users;
    }

    private IEnumerable<(string Name, AlignedFloats Floats)> Shared() =>
        [("shared", _weights.Block), ("shared.mean", _optimizer.Mean), ("shared.variance", _optimizer.Variance), .. _head.State];

    private Span<float> UserRow(int user)
    {
        var (lane, index) = _ranks.Of(user);
        return new(_lanes[lane].Users.Row(index), _shape.UserRow);
    }

    private Column<PackedRow>[] Pack(InteractionLog log)
    {
        Column<PackedRow>[] lanes = [.. _lanes.Select(_ => new Column<PackedRow>())];
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            ReadOnlySpan<int> users = log.UserIndices.Chunk(c), values = log.ValueIndices.Chunk(c);
            var strengths = log.Strengths.Chunk(c);
            var times = log.UnixMicroseconds.Chunk(c);
            for (var i = 0; i < users.Length; i++)
            {
                var (lane, index) = _ranks.Of(users[i]);
                lanes[lane].Append(new PackedRow(index, values[i], TimeSlot.FromUnixMicroseconds(times[i]), strengths[i], _recency.LevelOf(times[i])));
            }
        }

        return lanes;
    }
}
