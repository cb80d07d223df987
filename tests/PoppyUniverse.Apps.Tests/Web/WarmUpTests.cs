using System.Net;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class WarmUpTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_RendersPages_AndNeitherCountsThemNorOpensThem(bool requireKeys)
    {
        await using var server = await WebServer.StartAsync(options => options with { RequireKeys = requireKeys });
        Assert.Equal(2, await server.WarmUpAsync());
        using var page = await server.Client.GetAsync("/explore");
        Assert.Equal(requireKeys ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Metrics_AfterAStart_KnowOfNoRequest()
    {
        await using var server = await WebServer.StartAsync();
        await server.WarmUpAsync();
        Assert.DoesNotContain("/explore", await server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }
}
