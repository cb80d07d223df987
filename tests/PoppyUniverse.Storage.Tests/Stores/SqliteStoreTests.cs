using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Storage.Tests.Stores;

public sealed class SqliteStoreTests : StoreContractTests
{
    private const string Secret = "user-4711-to-be-forgotten";

    private readonly TemporaryFolder _folder = new();

    protected override string Address => "sqlite:" + _folder.File("poppy.db");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Erase_User_LeavesNoByteInTheFiles()
    {
        // many users in a mixed order, so that pages of the index are split again and again while they hold the user
        for (var batch = 0; batch < 20; batch++)
        {
            await Store.AppendAsync(
                [.. Enumerable.Range(0, 300).Select(i => Row($"key-{Secret}-{batch}-{i}", i % 10 == 0 ? Secret : $"user-{(i * 7919 + batch * 104729) % 6007}-x", "G"))], Stop);
        }

        Assert.NotEmpty(FolderSearch.FilesWith(_folder.Path, Secret));
        Assert.Equal(600, (await Store.EraseUserAsync(Secret, Stop)).Rows);
        Assert.Empty(FolderSearch.FilesWith(_folder.Path, Secret));
        Assert.Equal(5_400, (await Store.SummaryAsync(Stop)).Rows);
    }

    [Fact]
    public async Task Commit_Settings_AreDurable()
    {
        await Store.AppendAsync([Row(null, "1", "G")], Stop);
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File("poppy.db")};Pooling=false");
        await connection.OpenAsync(Stop);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", await command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task Open_NoDatabase_IsToldInOneLine()
    {
        var path = _folder.Write("text.db", string.Concat(Enumerable.Repeat("this is no database\n", 100)));
        await using var store = StoreAddress.Open("sqlite:" + path);
        Assert.Equal($"sqlite:{path}: is no SQLite database.", (await Assert.ThrowsAsync<StoreException>(() => store.MigrateAsync(Stop))).Message);
        await using var nowhere = StoreAddress.Open("sqlite:" + _folder.File("no/such/folder.db"));
        Assert.Contains("cannot be opened", (await Assert.ThrowsAsync<StoreException>(() => nowhere.MigrateAsync(Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_LaterVersion_IsRefused()
    {
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File("poppy.db")}"))
        {
            await connection.OpenAsync(Stop);
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schema_version VALUES (99)";
            await command.ExecuteNonQueryAsync(Stop);
        }

        Assert.Contains("later version (tables 99; this one knows 1)", (await Assert.ThrowsAsync<StoreException>(() => Store.MigrateAsync(Stop))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql:x")]
    [InlineData("sqlite:")]
    [InlineData("poppy.db")]
    [InlineData("postgres:Host=x;Nonsense=1")]
    [InlineData("postgresql://host-without-database")]
    public void Open_BadAddress_SaysWhatIsExpected(string address) =>
        Assert.Contains("expected sqlite:FILE", Assert.Throws<FormatException>(() => StoreAddress.Open(address)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("postgres:Host=db.example;Database=poppy;Username=u;Password=geheim", "postgres:poppy@db.example:5432")]
    [InlineData("postgresql://u:geheim@db.example/poppy", "postgres:poppy@db.example:5432")]
    [InlineData("postgresql://u:geheim@db.example:6543/poppy?SSL Mode=Prefer", "postgres:poppy@db.example:6543")]
    public async Task Name_Postgres_HidesThePassword(string address, string name)
    {
        await using var store = StoreAddress.Open(address);
        Assert.Equal(name, store.Name);
    }
}
