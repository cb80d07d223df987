using System.Diagnostics;

namespace PoppyUniverse.Apps.Tests;

/// <summary>The real program in a process of its own, in a folder that is gone when the test is.</summary>
public sealed class PoppyProcess : IDisposable
{
    // only against hanging: a run without vectors takes minutes on a busy machine
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Folder { get; } = Directory.CreateTempSubdirectory("poppy-app-").FullName;

    public string File(string name) => Path.Combine(Folder, name);

    public byte[] Bytes(string name) => System.IO.File.ReadAllBytes(File(name));

    /// <summary>Writes a file in the folder.</summary>
    public void Write(string name, string text) => System.IO.File.WriteAllText(File(name), text);

    /// <summary>Runs poppy with arguments split at spaces.</summary>
    public (int ExitCode, string Out, string Error) Run(string arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var start = Start("dotnet", arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Run(start, arguments);
    }

    /// <summary>Runs poppy and requires that it succeeds.</summary>
    public void Succeed(string arguments)
    {
        var (exitCode, _, error) = Run(arguments);
        Assert.True(exitCode == 0, $"poppy {arguments}: exit code {exitCode}: {error}");
    }

    /// <summary>Whether a process in this environment has vectors of this width in hardware: shows that a switch took effect.</summary>
    public bool HasVectors(string width, (string Name, string Value) environment)
    {
        var (_, output, _) = Run("--hardware", environment);
        return bool.Parse(output.Split('\n').Single(line => line.StartsWith(width, StringComparison.Ordinal))[width.Length..]);
    }

    /// <summary>Starts poppy and returns at once.</summary>
    public Process StartInBackground(string arguments)
    {
        var start = Start("dotnet", arguments);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>
    /// Starts poppy and kills it (SIGKILL) at a random moment after it has written a file anew; false when it was done before.
    /// </summary>
    public bool StartAndKill(string arguments, string written, Random chance)
    {
        var before = System.IO.File.GetLastWriteTimeUtc(File(written));
        using var process = StartInBackground(arguments);
        SpinWait.SpinUntil(() => process.HasExited || System.IO.File.GetLastWriteTimeUtc(File(written)) > before, Patience);
        if (process.WaitForExit(chance.Next(0, 400)))
            return false;
        process.Kill();
        process.WaitForExit();
        return true;
    }

    /// <summary>Runs a line of bash in the folder; $POPPY is the program.</summary>
    public (int ExitCode, string Out, string Error) Shell(string line)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(line);
        start.Environment["POPPY"] = Path.Combine(AppContext.BaseDirectory, "poppy.dll");
        return Run(start, line);
    }

    /// <summary>The same as a user without rights, which takes root.</summary>
    public (int ExitCode, string Out, string Error) RunAsNobody(string arguments) =>
        Run(Start("setpriv", arguments, "--reuid=65534", "--clear-groups", "dotnet"), arguments);

    /// <summary>Whether this is root, and every folder on the way to the program lets others through.</summary>
    public static bool OthersMayRunIt()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }

        return Environment.UserName == "root" && System.IO.File.Exists("/usr/bin/setpriv");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private ProcessStartInfo Start(string program, string arguments, params ReadOnlySpan<string> before)
    {
        // a shell starts what runs in its background with SIGINT ignored, and the tests' own children would inherit that
        var start = new ProcessStartInfo("env", ["--default-signal=INT", program]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in before)
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "poppy.dll"));
        foreach (var argument in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            start.ArgumentList.Add(argument);
        return start;
    }

    private static (int ExitCode, string Out, string Error) Run(ProcessStartInfo start, string arguments)
    {
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"poppy {arguments} did not end within {Patience}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }
}
