using Microsoft.Playwright;

namespace PoppyUniverse.Apps.Tests.Browser;

/// <summary>Somebody at a page, and all that the browser complained about meanwhile.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"error: {error}");
        page.Response += (_, response) => Note(response.Status >= 400, $"{response.Status} {response.Url}");
        page.RequestFailed += (_, request) => Note(true, $"failed: {request.Url} {request.Failure}");
    }

    public IPage Page { get; }

    /// <summary>Console errors, violations of the content security policy, failed requests.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
                return [.. _complaints];
        }
    }

    /// <summary>Opens a page, and waits until it answers to clicks.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("main[data-live]").WaitForAsync();
    }

    /// <summary>Waits for a text.</summary>
    public Task SeeAsync(string text) => Page.GetByText(text).First.WaitForAsync();

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private void Note(bool isComplaint, string text)
    {
        if (!isComplaint)
            return;
        lock (_complaints)
            _complaints.Add(text);
    }
}
