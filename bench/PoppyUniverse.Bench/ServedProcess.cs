using System.Diagnostics;
using System.Text.Json;

namespace PoppyUniverse.Bench;

/// <summary>poppy serve in a process of its own, over the model in a folder.</summary>
internal sealed class ServedProcess : IDisposable
{
    private readonly Process _process;

    public ServedProcess(string folder, string store)
    {
        var program = Path.Combine(Report.Repository(), "src/PoppyUniverse.Cli/bin/Release/net10.0/poppy.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve", "--json", "--model", Path.Combine(folder, "model"), "--store", store, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
        })!;
        var told = "";
        while (_process.StandardOutput.ReadLine() is { } line && line != "}")
            told += line;
        Port = new Uri(JsonDocument.Parse(told + "}").RootElement.GetProperty("urls")[0].GetString()!).Port;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
