namespace PoppyUniverse.Learning.Layer4;

/// <summary>Puts a model together on rank 0 from what ranks have of it. All ranks take part in each call, in the same order.</summary>
internal sealed class WholeModel(LogShare log, Ranks ranks, Layer4Options options)
{
    /// <summary>All learned numbers; on other ranks than 0 parameters without meaning.</summary>
    public Layer4Parameters Parameters(NetworkParameters? rating, ChoiceParameters? choice)
    {
        if (rating is not null && !ranks.IsAlone)
            rating = Filled(NetworkParameters.OfRating(options.Rating, UsersHere, log.Own.Catalog), rating);
        var memory = choice is null ? null : Memory();
        if (choice is not null && !ranks.IsAlone)
            choice = Filled(ChoiceParameters.Zeros(options.Choice, UsersHere, log.Own.Catalog), choice);
        return new(rating, choice) { Memory = memory };
    }

    /// <summary>Counts of the whole log; on other ranks than 0 without those of users.</summary>
    public LogStatistics Statistics()
    {
        var own = ranks.Statistics(log.Own);
        return ranks.IsAlone ? own : new(Users(own.UserCounts), own.ValueCounts, own.SlotCounts, own.ClassCounts, (Users(own.UserTypeCounts), Users(own.UserTypeStrengths)));
    }

    private int UsersHere => ranks.Collective.Rank == 0 ? ranks.Plan.Users : 0;

    private T Filled<T>(T whole, T own)
        where T : INetworkParameters
    {
        foreach (var (to, from) in whole.All.Zip(WholeParameters.Of(own, ranks)))
            from.Data.CopyTo(to.Data, 0);
        return whole;
    }

    private ChoiceMemory Memory()
    {
        var valueCounts = ranks.Statistics(log.Own).ValueCounts;
        var own = ChoiceMemory.Of(log.Own, valueCounts);
        if (ranks.IsAlone)
            return own;
        long[] lengths = Users([.. own.KeyStarts.Zip(own.KeyStarts.Skip(1), (start, end) => end - start)]), starts = new long[lengths.Length + 1];
        for (var user = 0; user < lengths.Length; user++)
            starts[user + 1] = starts[user] + lengths[user];
        return new(starts, Users(own.Keys), Users(own.KeyCounts), valueCounts);
    }

    private long[] Users(long[] own) => ranks.Collective.Gather<long>(own) ?? [];
}
