using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PoppyUniverse.Bench;

/// <summary>Measures made by other processes.</summary>
internal static class Child
{
    /// <summary>This program again, with a switch of the runtime; the last line it prints is a rate.</summary>
    public static double Measure(IEnumerable<string> arguments, (string Name, string Value) variable)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments);
        start.Environment[variable.Name] = variable.Value;
        return double.Parse(LastLine(start), CultureInfo.InvariantCulture);
    }

    /// <summary>A script of bench/peers; it prints one JSON object with samples_per_second.</summary>
    public static double Python(string script, params IEnumerable<string> arguments)
    {
        using var line = JsonDocument.Parse(LastLine(PythonStart(script, arguments)));
        return line.RootElement.GetProperty("samples_per_second").GetDouble();
    }

    /// <summary>All lines that a script of bench/peers prints.</summary>
    public static string[] PythonLines(string script, params IEnumerable<string> arguments) => Lines(PythonStart(script, arguments));

    /// <summary>Runs a script of bench/peers for what it writes.</summary>
    public static void Make(string script, params IEnumerable<string> arguments) => LastLine(PythonStart(script, arguments));

    private static ProcessStartInfo PythonStart(string script, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Report.Repository(), "bench/peers", script), .. arguments.Where(argument => argument.Length > 0)]);
        start.Environment["OPENBLAS_NUM_THREADS"] = "1"; // two layers of threads would fight
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return start;
    }

    private static string LastLine(ProcessStartInfo start) => Lines(start)[^1];

    private static string[] Lines(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.TrimEnd().Split('\n') : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)}: exit code {process.ExitCode}");
    }
}
