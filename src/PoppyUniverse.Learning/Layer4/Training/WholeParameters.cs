namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Parameters of all users, and those of one rank's: ranks have their users' rows and the shared rest, files have all. The
/// rows of users stand in order of ranks, the unknown user, whom every rank has, behind them.
/// </summary>
internal static class WholeParameters
{
    /// <summary>All tensors for all users, on rank 0; on the others nothing. All ranks take part.</summary>
    public static IReadOnlyList<NamedTensor> Of(INetworkParameters own, Ranks ranks)
    {
        if (ranks.IsAlone)
            return [.. own.All];
        var all = new List<NamedTensor>();
        foreach (var tensor in own.All)
        {
            if (!own.Network.IsUserTable(tensor))
                all.Add(tensor);
            else if (ranks.Collective.Gather<float>(tensor.Data.AsSpan(0, tensor.Data.Length - tensor.Shape[1])) is { } rows)
                all.Add(new(tensor.Name, [ranks.Plan.Users + 1, tensor.Shape[1]], [.. rows, .. tensor.Data.AsSpan(tensor.Data.Length - tensor.Shape[1])]));
        }

        return ranks.Collective.Rank == 0 ? all : [];
    }

    /// <summary>Fills a rank's parameters from whole tensors, by name.</summary>
    public static void TakeOwn(INetworkParameters own, Func<string, CheckpointTensor> whole, Ranks ranks)
    {
        foreach (var tensor in own.All)
        {
            var all = whole(tensor.Name);
            if (!own.Network.IsUserTable(tensor))
            {
                all.Read(0, tensor.Data);
                continue;
            }

            var (width, ownFloats) = (tensor.Shape[1], ranks.OwnUsers * tensor.Shape[1]);
            all.Read((long)ranks.UserPlace.First * width, tensor.Data.AsSpan(0, ownFloats));
            all.Read((long)ranks.UserPlace.All * width, tensor.Data.AsSpan(ownFloats));
        }
    }
}
