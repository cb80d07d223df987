using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using PoppyUniverse.Apps.Tests.Web;

namespace PoppyUniverse.Apps.Tests.Browser;

/// <summary>One browser, one run and one server for all who only look; who changes the model has a server of their own.</summary>
public sealed class Visitors : IAsyncDisposable
{
    private readonly Lazy<PoppyProcess> _run = new(() =>
    {
        var poppy = new PoppyProcess();
        poppy.Succeed("run --out .");
        return poppy;
    });

    private readonly Lazy<ServeProcess> _server;

    public Visitors() => _server = new(() => Serve(_run.Value));

    public Chromium Browser { get; } = new();

    /// <summary>Where the common server is.</summary>
    public Uri Address => _server.Value.Client.BaseAddress!;

    /// <summary>Opens a page of the common server.</summary>
    public async Task<Visit> VisitAsync(string path, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        Chromium.Require();
        var visit = await Browser.OpenAsync(Address, width, scheme);
        await visit.GoAsync(path);
        return visit;
    }

    /// <summary>A copy of the run, in a folder of its own.</summary>
    public PoppyProcess CopyRun()
    {
        Chromium.Require();
        var copy = new PoppyProcess();
        foreach (var name in (string[])["Input_Data/NN_Semantic_Interactions.csv", "Output_Data/report.json", "Output_Data/models/layer4/config.json", "Output_Data/models/layer4/model.safetensors"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy.File(name))!);
            File.Copy(_run.Value.File(name), copy.File(name));
        }

        return copy;
    }

    /// <summary>Serves a run's model.</summary>
    public static ServeProcess Serve(PoppyProcess run, string arguments = "") => ServeProcess.Start(run, $"--model Output_Data/models/layer4 {arguments}");

    /// <summary>The first interactions of a run, as a batch for POST /api/interactions.</summary>
    public static string Batch(PoppyProcess run, int rows) => JsonSerializer.Serialize(new
    {
        interactions = File.ReadLines(run.File("Input_Data/NN_Semantic_Interactions.csv")).Skip(1).Take(rows).Select(line => line.Split(',')).Select(row => new
        {
            key = row[0], user = row[1], type = row[2], value = row[3], strength = int.Parse(row[4], CultureInfo.InvariantCulture), timestamp = row[5].Replace(' ', 'T') + "Z",
        }),
    });

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        if (_server.IsValueCreated)
            _server.Value.Dispose();
        if (_run.IsValueCreated)
            _run.Value.Dispose();
    }
}

/// <summary>Browser tests run one after the other, so that pages have the machine to themselves.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Visitors>
{
    public const string Name = "Browser";
}
