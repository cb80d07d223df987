using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Storage.Tests.Stores;

public sealed class PostgresStoreTests(PostgresServer server) : StoreContractTests, IClassFixture<PostgresServer>
{
    private const string Secret = "user-4711-to-be-forgotten";

    private string? _address;

    protected override string Address => _address ??= server.NewDatabase();

    [Fact]
    public async Task Erase_User_LeavesNoByteInTheTables()
    {
        for (var batch = 0; batch < 20; batch++)
            await Store.AppendAsync([.. Enumerable.Range(0, 300).Select(i => Row($"{batch}-{i}", i % 10 == 0 ? Secret : $"user-{(i * 7919) % 6007}-x", "G"))], Stop);
        await Sql("ANALYZE", "CHECKPOINT");
        Assert.NotEmpty(FolderSearch.FilesWith(Path.Combine(server.Data, "base"), Secret));
        Assert.Equal(600, (await Store.EraseUserAsync(Secret, Stop)).Rows);
        await Sql("ANALYZE", "CHECKPOINT");
        Assert.Empty(FolderSearch.FilesWith(Path.Combine(server.Data, "base"), Secret));
        Assert.Equal(5_400, (await Store.SummaryAsync(Stop)).Rows);
    }

    [Fact]
    public async Task Server_StoppedAndStarted_IsTheSameStore()
    {
        await Store.AppendAsync([Row("a", "1", "G")], Stop);
        server.Stop();
        var failure = await Assert.ThrowsAsync<StoreException>(() => Store.AppendAsync([Row("b", "1", "K")], Stop));
        Assert.True(failure.IsPassing);
        Assert.DoesNotContain('\n', failure.Message);
        server.Start();
        Assert.Equal(1, (await Retry(() => Store.AppendAsync([Row("a", "1", "G"), Row("b", "1", "K")], Stop))).Added);
        Assert.Equal(["G", "K"], (await All()).Select(row => row.Value));
    }

    [Fact]
    public async Task Open_NoSuchDatabase_IsToldInOneLine()
    {
        await using var store = StoreAddress.Open($"postgres:Host=127.0.0.1;Port={server.Port};Database=nowhere;Username=postgres");
        Assert.Equal($"postgres:nowhere@127.0.0.1:{server.Port}: there is no such database; make it with createdb.", (await Assert.ThrowsAsync<StoreException>(() => store.MigrateAsync(Stop))).Message);
    }

    // sessions that the stopped server cut are found out one by one
    private static async Task<T> Retry<T>(Func<Task<T>> work)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (StoreException failure) when (failure.IsPassing && attempt < 5)
            {
                await Task.Delay(100, Stop);
            }
        }
    }

    private async Task Sql(params string[] statements)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(Address["postgres:".Length..]);
        foreach (var statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(Stop);
        }
    }
}
