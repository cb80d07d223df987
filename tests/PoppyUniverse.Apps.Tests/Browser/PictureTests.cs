using Microsoft.Playwright;

namespace PoppyUniverse.Apps.Tests.Browser;

/// <summary>
/// Pictures of every page. POPPY_PICTURES=FOLDER keeps them there, and with them the README's:
/// POPPY_PICTURES=docs/images ./test --filter-class '*PictureTests' makes docs/images/serve.png again.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class PictureTests(Visitors visitors)
{
    private const string ForReadme = "serve.png";

    private static readonly string? Kept = Environment.GetEnvironmentVariable("POPPY_PICTURES");

    [Fact]
    public async Task Explore_PicturedForTheReadme_IsAPictureOfItsSize()
    {
        await using var visit = await visitors.VisitAsync("explore?user=42&at=2026-01-31T22:00");
        var picture = await visit.Page.ScreenshotAsync(new() { FullPage = true });
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        Assert.Equal([0, 0, 1280 >> 8, 1280 & 255], picture[16..20]);
        Keep(ForReadme, picture);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task Pages_Pictured_ShowSomething(int width, ColorScheme scheme)
    {
        // the other pages are opened by PageTests; here they are only for who wants to look at them
        foreach (var path in Kept is null ? (string[])["explore?user=42"] : ["", "explore?user=42", "quality", "training", "embeddings", "embeddings?of=strength"])
        {
            await using var visit = await visitors.VisitAsync(path, width, scheme);
            await Assertions.Expect(visit.Page.Locator(".working")).ToHaveCountAsync(0);
            var picture = await visit.Page.ScreenshotAsync(new() { FullPage = true });
            Assert.True(picture.Length > 10_000, $"{path} is empty");
            if (Kept is not null && !Kept.TrimEnd('/').EndsWith("docs/images", StringComparison.Ordinal))
                Keep($"{(path.Length == 0 ? "overview" : path.Replace('?', '-'))}-{width}-{scheme}.png", picture);
        }
    }

    private static void Keep(string name, byte[] picture)
    {
        if (Kept is null)
            return;
        Directory.CreateDirectory(Kept);
        File.WriteAllBytes(Path.Combine(Kept, name), picture);
    }
}
