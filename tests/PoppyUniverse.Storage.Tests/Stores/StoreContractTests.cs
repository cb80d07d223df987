using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Storage.Tests.Stores;

/// <summary>What every store promises; each is tested by a class that inherits this one.</summary>
public abstract class StoreContractTests : IAsyncLifetime
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected IStore Store { get; private set; } = null!;

    /// <summary>Address of a new, empty store.</summary>
    protected abstract string Address { get; }

    public async ValueTask InitializeAsync()
    {
        Store = StoreAddress.Open(Address);
        await Store.MigrateAsync(Stop);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Store is not null)
            await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Append_Rows_AreNumberedAndKept()
    {
        var result = await Store.AppendAsync([Row("a", "1", "G"), Row(null, "Käthe \"k\"; DROP TABLE", "Ω ☄") with { Strength = 0, UnixMicroseconds = -1 }], Stop);
        Assert.Equal([1L, 2L], result.Sequences);
        Assert.Equal((2, 0), (result.Added, result.Duplicates));
        var rows = await All();
        Assert.Equal([new(1, "1", "Star", "G", 4, 7), new(2, "Käthe \"k\"; DROP TABLE", "Star", "Ω ☄", 0, -1)], rows);
        Assert.Equal(new StoreSummary(2, 2), await Store.SummaryAsync(Stop));
    }

    [Fact]
    public async Task Append_AgainUnderTheSameKey_IsStoredOnce()
    {
        await Store.AppendAsync([Row("a", "1", "G"), Row("b", "1", "K")], Stop);
        var again = await Store.AppendAsync([Row("b", "1", "K"), Row("c", "1", "M"), Row("a", "2", "G"), Row("c", "1", "M")], Stop);
        Assert.Equal((2, 2), (again.Added, again.Duplicates));
        Assert.Equal([0L, 0L], [again.Sequences[0], again.Sequences[3]]);
        Assert.Equal(["G", "K", "M", "G"], (await All()).Select(row => row.Value));
        Assert.Equal(4, (await Store.SummaryAsync(Stop)).Rows);
        Assert.Equal((2, 4), (await Store.CountAfterAsync(2, Stop), await Store.CountAfterAsync(0, Stop)));
    }

    [Fact]
    public async Task Append_WithoutKeys_IsStoredEachTime()
    {
        await Store.AppendAsync([Row(null, "1", "G"), Row(null, "1", "G")], Stop);
        await Store.AppendAsync([Row(null, "1", "G")], Stop);
        Assert.Equal(3, await Store.CountAsync("1", Stop));
    }

    [Fact]
    public async Task Append_KeyOfAnotherInteraction_StoresNothingAndSaysWhere()
    {
        await Store.AppendAsync([Row("a", "1", "G")], Stop);
        var result = await Store.AppendAsync([Row("b", "1", "K"), Row("a", "1", "M"), Row("c", "1", "K"), Row("b", "1", "K") with { Strength = 1 }], Stop);
        Assert.Equal([1, 3], result.Conflicts);
        Assert.Equal(0, result.Added);
        Assert.Equal(["G"], (await All()).Select(row => row.Value));
        Assert.Equal(1, (await Store.AppendAsync([Row("b", "1", "K")], Stop)).Added);
    }

    [Fact]
    public async Task Append_ManyRowsOfWhichSomeAreKnown_AreNumberedByTheirPlacesAndTheFirstOfTwoIsKept()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 50).Select(i => Row($"{i * 20}", $"{i % 7}", "G"))], Stop);
        // rows 20 apart are known, and rows 1,000 to 1,099 are the first hundred again
        var rows = Enumerable.Range(0, 1_100).Select(i => Row($"{i % 1_000}", $"{i % 1_000 / 20 % 7}", "G")).ToArray();
        var result = await Store.AppendAsync(rows, Stop);
        Assert.Equal(Enumerable.Range(0, 1_100).Select(i => i >= 1_000 || i % 20 == 0 ? 0L : 51 + i), result.Sequences);
        Assert.Equal((950, 150), (result.Added, result.Duplicates));
        var stored = await All();
        Assert.Equal(1_000, stored.Count);
        Assert.All(stored.Skip(50), row => Assert.Equal(rows[row.Sequence - 51].User, row.User));
        Assert.Equal(1_000, (await Store.SummaryAsync(Stop)).Rows);
    }

    [Fact]
    public async Task Append_ManyRowsWithAConflict_StoresNothingAndTheNextAreStored()
    {
        var rows = Enumerable.Range(0, 600).Select(i => Row($"{i}", "1", "G")).ToArray();
        await Store.AppendAsync([rows[300] with { Value = "K" }], Stop);
        Assert.Equal([300], (await Store.AppendAsync(rows, Stop)).Conflicts);
        Assert.Single(await All());
        rows[300] = rows[300] with { Value = "K" };
        Assert.Equal((599, 1), await Store.AppendAsync(rows, Stop) is var result ? (result.Added, result.Duplicates) : default);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(250)]
    public async Task Append_FromManyAtOnce_KeepsEveryRowOnceInOrderOfNumbers(int rows)
    {
        var batches = Enumerable.Range(0, 40).Select(batch => Enumerable.Range(0, rows).Select(i => Row($"{batch}-{i}", $"{batch % 7}", "G")).ToArray()).ToArray();
        var results = await Task.WhenAll(batches.Concat(batches).Select(batch => Task.Run(() => Store.AppendAsync(batch, Stop))));
        Assert.Equal(40 * rows, results.Sum(result => result.Added));
        Assert.Equal(40 * rows, results.Sum(result => result.Duplicates));
        var sequences = (await All()).Select(row => row.Sequence).ToArray();
        Assert.Equal(results.SelectMany(result => result.Sequences).Where(sequence => sequence > 0).Order(), sequences);
    }

    [Fact]
    public async Task Append_NoRows_IsNothing() => Assert.Equal(0, (await Store.AppendAsync([], Stop)).Added);

    [Fact]
    public async Task Log_Noted_IsKnownAndCountsAsNoRow()
    {
        Assert.False(await Store.KnowsLogAsync("ab", Stop));
        await Store.NoteLogAsync("ab", Stop);
        await Store.NoteLogAsync("ab", Stop);
        Assert.True(await Store.KnowsLogAsync("ab", Stop));
        Assert.False(await Store.KnowsLogAsync("cd", Stop));
        Assert.Equal(new StoreSummary(0, 0), await Store.SummaryAsync(Stop));
    }

    [Fact]
    public async Task History_User_IsTheLatestFirst()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Row(null, i % 2 == 0 ? "even" : "odd", $"{i}"))], Stop);
        Assert.Equal(["8", "6", "4"], (await Store.HistoryAsync("even", 3, Stop)).Select(row => row.Value));
        Assert.Empty(await Store.HistoryAsync("nobody", 3, Stop));
        Assert.Equal((5, 0), (await Store.CountAsync("odd", Stop), await Store.CountAsync("nobody", Stop)));
    }

    [Fact]
    public async Task Read_Range_StreamsEveryRowOverManyPieces()
    {
        for (var batch = 0; batch < 5; batch++)
            await Store.AppendAsync([.. Enumerable.Range(0, 9_000).Select(i => Row(null, $"{i % 100}", "G"))], Stop);
        var rows = new List<long>();
        await foreach (var row in Store.ReadAsync(10, 44_990, Stop))
            rows.Add(row.Sequence);
        Assert.Equal(Enumerable.Range(11, 44_980).Select(i => (long)i), rows);
    }

    [Fact]
    public async Task Erase_User_IsGoneAndNotedWithoutItsName()
    {
        await Store.AppendAsync([Row("a", "1", "G"), Row("b", "2", "K"), Row("c", "1", "M")], Stop);
        Assert.Equal(2, (await Store.EraseUserAsync("1", Stop)).Rows);
        Assert.Equal(["2"], (await All()).Select(row => row.User));
        Assert.Equal([new ErasedUser(ErasedUser.HashOf("1"), 4)], await Store.ErasedUsersAsync(Stop));
        Assert.Equal(new StoreSummary(1, 4), await Store.SummaryAsync(Stop));
        Assert.Equal([5L], (await Store.AppendAsync([Row("a", "1", "G")], Stop)).Sequences);
        Assert.Equal(1, (await Store.EraseUserAsync("1", Stop)).Rows);
        Assert.Equal([new ErasedUser(ErasedUser.HashOf("1"), 6)], await Store.ErasedUsersAsync(Stop));
    }

    [Fact]
    public async Task Erase_LastRows_NumbersAreNotUsedAgain()
    {
        await Store.AppendAsync([Row(null, "1", "G"), Row(null, "2", "G")], Stop);
        await Store.EraseUserAsync("2", Stop);
        Assert.Equal([4L], (await Store.AppendAsync([Row(null, "3", "G")], Stop)).Sequences);
    }

    [Fact]
    public async Task Reopen_EverythingIsThere()
    {
        await Store.AppendAsync([Row("a", "1", "G")], Stop);
        await Store.AddVersionAsync(Version("one"), Stop);
        await Store.DisposeAsync();
        await InitializeAsync();
        Assert.Single(await All());
        Assert.Equal(1, await Store.ActiveVersionAsync(Stop));
        Assert.Equal(1, await Store.SchemaVersionAsync(Stop));
        Assert.Equal([2L], (await Store.AppendAsync([Row("b", "1", "G")], Stop)).Sequences);
    }

    [Fact]
    public async Task Keys_AddFindRevoke_KeepTheHashAlone()
    {
        var key = new ApiKey("k1", [1, 2, 3], "read", "a phone", 5, null);
        await Store.AddKeyAsync(key, Stop);
        await Store.AddKeyAsync(key with { Id = "k2", CreatedUnixMicroseconds = 6 }, Stop);
        var found = await Store.FindKeyAsync("k1", Stop);
        Assert.Equal((key.Scope, key.Label, key.CreatedUnixMicroseconds, null), (found!.Scope, found.Label, found.CreatedUnixMicroseconds, found.RevokedUnixMicroseconds));
        Assert.Equal(key.Hash, found.Hash);
        Assert.Null(await Store.FindKeyAsync("k3", Stop));
        Assert.True(await Store.RevokeKeyAsync("k1", 9, Stop));
        Assert.False(await Store.RevokeKeyAsync("k1", 10, Stop));
        Assert.False(await Store.RevokeKeyAsync("k3", 10, Stop));
        Assert.Equal([("k1", 9), ("k2", null)], (await Store.ListKeysAsync(Stop)).Select(each => (each.Id, each.RevokedUnixMicroseconds)));
    }

    [Fact]
    public async Task Versions_AddActivateRemove()
    {
        Assert.Equal(0, await Store.ActiveVersionAsync(Stop));
        Assert.Equal(1, (await Store.AddVersionAsync(Version("one"), Stop)).Version);
        Assert.Equal(2, (await Store.AddVersionAsync(Version("two"), Stop)).Version);
        Assert.Equal(2, await Store.ActiveVersionAsync(Stop));
        await Store.ActivateAsync(1, Stop);
        Assert.Equal(1, await Store.ActiveVersionAsync(Stop));
        await Store.RemoveVersionAsync(2, Stop);
        Assert.Equal([Version("one") with { Version = 1 }], await Store.ListVersionsAsync(Stop));
        Assert.Equal(3, (await Store.AddVersionAsync(Version("three"), Stop)).Version);
    }

    [Fact]
    public async Task Migrate_Twice_ChangesNothing()
    {
        await Store.AppendAsync([Row("a", "1", "G")], Stop);
        await Store.MigrateAsync(Stop);
        Assert.Single(await All());
    }

    protected static NewInteraction Row(string? key, string user, string value) => new(key, user, "Star", value, 4, 7);

    protected async Task<List<StoredInteraction>> All()
    {
        var rows = new List<StoredInteraction>();
        await foreach (var row in Store.ReadAsync(0, long.MaxValue, Stop))
            rows.Add(row);
        return rows;
    }

    private static ModelVersion Version(string folder) => new(0, folder, "ab", 12, 3, 4, "training");
}
