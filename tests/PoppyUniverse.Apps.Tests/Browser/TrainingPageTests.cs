using Microsoft.Playwright;

namespace PoppyUniverse.Apps.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class TrainingPageTests(Visitors visitors)
{
    [Fact]
    public async Task Start_StoredInteractions_ShowTheCurveBecomeAVersionAndCanBeRolledBack()
    {
        using var run = visitors.CopyRun();
        using var server = Visitors.Serve(run);
        await using var visit = await visitors.Browser.OpenAsync(server.Client.BaseAddress!);
        await visit.GoAsync("training");
        var page = visit.Page;
        var status = page.Locator("section[aria-labelledby=train] [role=status]");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await Assertions.Expect(status).ToContainTextAsync("no interactions to learn from");

        Assert.Equal(200, (await server.PostAsync("api/interactions", Visitors.Batch(run, 1_500))).Status);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await page.Locator("#live-curve polyline").First.WaitForAsync();
        await Assertions.Expect(status).ToHaveTextAsync("Done: version 2 answers now.");
        await Assertions.Expect(page.Locator("#live-curve figure")).ToHaveCountAsync(2);
        Assert.Matches(@"on what it learns: from [\d.]+ to [\d.]+ in [\d]+ points. on what was held back: from [\d.]+ to ", await page.Locator("#live-curve svg[role=img]").First.GetAttributeAsync("aria-label"));
        await Assertions.Expect(page.Locator("tr.active")).ToContainTextAsync("trained here");

        await page.GetByRole(AriaRole.Button, new() { Name = "Serve version 1" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Version 1 answers now.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("tr.active")).ToContainTextAsync("a model folder");
        await Assertions.Expect(page.Locator("footer")).ToContainTextAsync("version 1");

        // a page that is opened later shows the same curve
        await visit.GoAsync("training");
        await Assertions.Expect(page.Locator("#live-curve figure")).ToHaveCountAsync(2);
        // version 1 has not learned from what is in the store, so that it can be measured on it
        await visit.GoAsync("quality");
        await Assertions.Expect(page.Locator("section[aria-labelledby=live] .intervals .model .dot")).ToHaveCountAsync(4);
        Assert.Empty(visit.Complaints);
    }
}
