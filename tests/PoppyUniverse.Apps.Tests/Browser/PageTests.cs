using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace PoppyUniverse.Apps.Tests.Browser;

/// <summary>The page, as somebody at a browser meets it. Who changes something has a user of their own.</summary>
[Collection(BrowserTests.Name)]
public sealed class PageTests(Visitors visitors)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "", "Overview" }, { "explore", "User 42" }, { "quality", "Quality" }, { "training", "Training" }, { "embeddings", "Embeddings" }, { "embeddings?of=strength", "Embeddings" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_Opened_HasItsTitleAndNothingToComplainOf(string path, string title)
    {
        await using var visit = await visitors.VisitAsync(path);
        await Assertions.Expect(visit.Page).ToHaveTitleAsync($"{title} · Poppy Universe");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator(".working")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator("[role=alert]:visible")).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_OnAPhone_NeedsNoScrollingSideways(string path, string title)
    {
        await using var visit = await visitors.VisitAsync(path, width: 360);
        await Assertions.Expect(visit.Page.Locator(".working")).ToHaveCountAsync(0);
        foreach (var details in await visit.Page.Locator("details > summary").AllAsync())
            await details.ClickAsync();
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 360, $"{title} is wider than the phone");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Overview_AfterARun_SaysWhatIsThereAndThatItCanBeLearned()
    {
        await using var visit = await visitors.VisitAsync("");
        await visit.SeeAsync("Strength: yes");
        await visit.SeeAsync("Choice: yes");
        await Assertions.Expect(visit.Page.GetByText("2025-11-01 to 2025-12-31")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("section[aria-labelledby=model]")).ToContainTextAsync("9,600");
    }

    [Fact]
    public async Task Quality_AfterARun_ShowsTheModelBetweenBaselineAndCeiling()
    {
        await using var visit = await visitors.VisitAsync("quality");
        await visit.SeeAsync("of what can be learned");
        await Assertions.Expect(visit.Page.Locator(".intervals .model .name").GetByText("Layer 4")).ToHaveCountAsync(4);
        await Assertions.Expect(visit.Page.Locator(".intervals .other .dot")).ToHaveCountAsync(4);
        Assert.True(await visit.Page.Locator(".calibration .dot").CountAsync() >= 5);
    }

    [Fact]
    public async Task Explore_UnknownUserWhoDoesSomething_GetsAnotherAnswerAtOnce()
    {
        await using var visit = await visitors.VisitAsync("explore?user=visitor");
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".tag")).ToHaveTextAsync("unknown user");
        var before = await page.Locator(".answers .how").AllInnerTextsAsync();
        for (var times = 1; times <= 3; times++)
        {
            await page.GetByLabel("Value", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Pluto" });
            await page.GetByRole(AriaRole.Button, new() { Name = "Add it" }).ClickAsync();
            await Assertions.Expect(page.Locator(".history li")).ToHaveCountAsync(times);
        }

        await Assertions.Expect(page.Locator(".tag")).ToHaveTextAsync("new user, folded in");
        await Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync("Stored. Pluto");
        Assert.NotEqual(before, await page.Locator(".answers .how").AllInnerTextsAsync());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Explore_AnotherQuestion_IsInTheAddressAndCanBeSharedAndGoneBackFrom()
    {
        await using var visit = await visitors.VisitAsync("explore?user=7&at=2026-01-31T22:00");
        var page = visit.Page;
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("What would user 7 like on Saturday, 31 January 2026, at 22:00?");
        await page.GetByLabel("User", new() { Exact = true }).FillAsync("8");
        await page.GetByLabel("Of", new() { Exact = true }).SelectOptionAsync("Moon");
        await page.GetByLabel("By", new() { Exact = true }).SelectOptionAsync("Choice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("user 8");
        Assert.EndsWith("/explore?user=8&at=2026-01-31T22:00&by=choice&type=Moon", Uri.UnescapeDataString(page.Url), StringComparison.Ordinal);
        await Assertions.Expect(page.Locator(".answers .what .soft")).ToHaveTextAsync(Enumerable.Repeat("Moon", 10));
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("user 7");
    }

    [Theory]
    [InlineData("explore?user=7&at=yesterday", "“yesterday” cannot be read")]
    [InlineData("explore?user=7&type=Comet&by=luck&at=9999-12-31T23:59", "known user")]
    [InlineData("explore?user=%F0%9F%8C%99%3Cscript%3E", "unknown user")]
    public async Task Address_ThatIsOdd_IsAnsweredInWords(string path, string said)
    {
        await using var visit = await visitors.VisitAsync(path);
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync(said);
    }

    [Fact]
    public async Task Address_ThatLeadsNowhere_IsAPageThatLeadsBack()
    {
        await using var visit = await visitors.VisitAsync("");
        Assert.Equal(404, (await visit.Page.GotoAsync("nowhere"))!.Status);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "The overview" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToContainTextAsync("What is here");
    }

    [Fact]
    public async Task Keyboard_Alone_GetsEverywhere()
    {
        await using var visit = await visitors.VisitAsync("");
        var page = visit.Page;
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".skip")).ToBeFocusedAsync();
        Assert.True((await page.Locator(".skip").BoundingBoxAsync())!.Y >= 0, "the skip link cannot be seen");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();
        await page.Locator(".skip").FocusAsync();
        for (var presses = 0; presses < 3; presses++)
            await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Explore", Exact = true }).First).ToBeFocusedAsync();
        Assert.Equal("3px", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineWidth"));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();
        await page.Locator(".cell[tabindex='0']").FocusAsync();
        foreach (var key in (string[])["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"])
            await page.Keyboard.PressAsync(key);
        await Assertions.Expect(page.Locator(".heat .said")).ToHaveTextAsync(new Regex(@"^B, 01:00: \d\.\d\d$"));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task HeatMap_PointedAt_SaysTheNumber()
    {
        await using var visit = await visitors.VisitAsync("explore?user=7&by=choice");
        await visit.Page.Locator(".cell[data-row='3'][data-column='22']").HoverAsync();
        await Assertions.Expect(visit.Page.Locator(".heat .said")).ToHaveTextAsync(new Regex(@"^F, 22:00: \d+\.\d %$"));
    }

    [Fact]
    public async Task Schemes_LightAndDark_DifferAndCanBeRead()
    {
        var grounds = new List<string>();
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var visit = await visitors.VisitAsync("explore?user=7", scheme: scheme);
            grounds.Add(await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
            var poor = await visit.Page.EvaluateAsync<string[]>(Contrast.Script);
            Assert.Empty(poor);
        }

        Assert.NotEqual(grounds[0], grounds[1]);
    }
}
