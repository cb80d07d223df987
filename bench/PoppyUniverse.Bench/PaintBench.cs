using System.Globalization;
using Microsoft.Playwright;

namespace PoppyUniverse.Bench;

/// <summary>
/// How soon the page is there: milliseconds from the start of a navigation to the first paint with content, in headless
/// Chromium, opened the moment that a fresh server says that it listens.
/// </summary>
internal static class PaintBench
{
    private const string Program = "/usr/bin/chromium";
    private const string FirstPaint = "new Promise(done => new PerformanceObserver(list => done(list.getEntriesByName('first-contentful-paint')[0]?.startTime)).observe({ type: 'paint', buffered: true }))";

    /// <summary>The first paint and the one of a second visit, of some processes; none where there is no Chromium.</summary>
    public static IReadOnlyList<(double First, double Second)> Run(string folder, int processes)
    {
        if (!File.Exists(Program))
            return [];
        using var playwright = Playwright.CreateAsync().GetAwaiter().GetResult();
        var browser = playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] }).GetAwaiter().GetResult();
        try
        {
            OpenAsync(browser, "about:blank").GetAwaiter().GetResult();
            return [.. Enumerable.Range(0, processes).Select(process => Visit(browser, folder, process))];
        }
        finally
        {
            browser.CloseAsync().GetAwaiter().GetResult();
        }
    }

    private static (double First, double Second) Visit(IBrowser browser, string folder, int process)
    {
        using var server = new ServedProcess(folder, $"sqlite:{folder}/paint{process}.db");
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.Port}/");
        var (first, second) = (OpenAsync(browser, address).GetAwaiter().GetResult(), OpenAsync(browser, address).GetAwaiter().GetResult());
        Console.Error.WriteLine($"process {process + 1}: first paint {first:0} ms, second visit {second:0} ms");
        return (first, second);
    }

    private static async Task<double> OpenAsync(IBrowser browser, string address)
    {
        var context = await browser.NewContextAsync();
        try
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync(address);
            return address == "about:blank" ? 0 : await page.EvaluateAsync<double>(FirstPaint);
        }
        finally
        {
            await context.CloseAsync();
        }
    }
}
