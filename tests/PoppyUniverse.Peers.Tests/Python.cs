using System.Diagnostics;

namespace PoppyUniverse.Peers.Tests;

/// <summary>Debian's Python, where there is one.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Whether it is there and has a module.</summary>
    public static bool Has(string module) => File.Exists(Program) && Run("-c", $"import {module}") == 0;

    /// <summary>Runs it; returns its exit code.</summary>
    public static int Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
