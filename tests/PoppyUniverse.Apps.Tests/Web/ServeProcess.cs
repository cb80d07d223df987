using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PoppyUniverse.Apps.Tests.Web;

/// <summary>poppy serve in a process of its own.</summary>
public sealed class ServeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ServeProcess(Process process) => _process = process;

    public HttpClient Client { get; } = new() { Timeout = Patience };

    /// <summary>All that it wrote to stdout and stderr so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static ServeProcess Start(PoppyProcess poppy, string arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        // a shell starts what runs in its background with SIGINT ignored, and the tests' own children would inherit that
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet"]) { WorkingDirectory = poppy.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "poppy.dll"));
        var urls = arguments.Contains("--urls", StringComparison.Ordinal) ? "" : "--urls http://127.0.0.1:0";
        foreach (var argument in $"serve --json {urls} {arguments}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var server = new ServeProcess(Process.Start(start)!);
        server.Listen();
        return server;
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal and waits; the exit code.</summary>
    public int Stop(int signal = 15)
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]))
            kill.WaitForExit();
        Assert.True(_process.WaitForExit(Patience), "it did not stop");
        _process.WaitForExit(); // its last words too
        return _process.ExitCode;
    }

    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await Client.PostAsync(path, content);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        Client.Dispose();
    }

    private void Listen()
    {
        var told = new StringBuilder();
        using var ready = new ManualResetEventSlim();
        _process.OutputDataReceived += (_, line) => Take(line.Data, told, ready);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, null, ready);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (!ready.Wait(Patience))
            throw new InvalidOperationException("poppy serve does not listen: " + Said);
        Client.BaseAddress = new(JsonDocument.Parse(told.ToString()).RootElement.GetProperty("urls")[0].GetString()!);
    }

    private void Take(string? line, StringBuilder? told, ManualResetEventSlim ready)
    {
        lock (_said)
            _said.AppendLine(line);
        if (told is null || ready.IsSet)
            return;
        told.AppendLine(line);
        if (line is null or "}")
            ready.Set();
    }
}
