using Microsoft.Playwright;

namespace PoppyUniverse.Apps.Tests.Browser;

/// <summary>Debian's Chromium, without a window, steered by Playwright. Skips the running test, saying why, where it is missing.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    // a page that computes beside other tests on two cores may take long; what it shows in the end is what counts
    private const float PatienceMilliseconds = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Skips the running test where there is no Chromium.</summary>
    public static void Require() => Assert.SkipUnless(File.Exists(Program), "Chromium is not installed (Debian: apt-get install chromium).");

    /// <summary>A new, empty browser session.</summary>
    /// <param name="address">What addresses are relative to.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="scheme">Light or dark.</param>
    public async Task<Visit> OpenAsync(Uri address, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        Require();
        _playwright ??= await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        // without a sandbox, which root has not; everything that is opened is ours
        _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"], Timeout = PatienceMilliseconds });
        var context = await _browser.NewContextAsync(new() { BaseURL = address.ToString(), ColorScheme = scheme, ViewportSize = new() { Width = width, Height = width < 500 ? 740 : 900 }, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(PatienceMilliseconds);
        return new(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
