using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace PoppyUniverse.Bench;

/// <summary>A Markdown page of results, with the machine and the date.</summary>
internal sealed class Report
{
    private static readonly int VectorBits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    private readonly StringBuilder _text = new();

    public Report(string title)
    {
        _text.AppendLine(CultureInfo.InvariantCulture, $"# {title}").AppendLine();
        _text.AppendLine(CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Processor()}, {Environment.ProcessorCount} cores, vectors of {VectorBits} bits.").AppendLine();
    }

    public Report Say(string text)
    {
        _text.AppendLine(text).AppendLine();
        return this;
    }

    public Report Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        _text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", header)} |").AppendLine(CultureInfo.InvariantCulture, $"|{string.Concat(header.Select((_, i) => i == 0 ? "---|" : "---:|"))}");
        foreach (var row in rows)
            _text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |");
        _text.AppendLine();
        return this;
    }

    /// <summary>name.md with vectors of 512 bits, name_256.md without: of what has kernels for each width, both are kept.</summary>
    public static string OfWidth(string name) => VectorBits == 512 ? $"{name}.md" : $"{name}_{VectorBits}.md";

    public void Save(string name)
    {
        var folder = Path.Combine(Repository(), "bench", "results");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name), _text.ToString().TrimEnd() + "\n");
        Console.WriteLine(_text);
    }

    /// <summary>1.23 M, 45.6 k.</summary>
    public static string Rate(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.0# M", CultureInfo.InvariantCulture),
        >= 1e3 => (value / 1e3).ToString("0.# k", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>The folder that holds the solution.</summary>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PoppyUniverse.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }

    // A name alone often does not tell the generation; family and model do.
    private static string Processor()
    {
        if (!File.Exists("/proc/cpuinfo"))
            return "unknown processor";
        var lines = File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0).Select(line => line.Split(':', StringSplitOptions.TrimEntries)).ToList();
        return $"{Of("model name", "unknown processor")} (family {Of("cpu family", "?")}, model {Of("model", "?")})";

        string Of(string key, string otherwise) => lines.Find(line => line[0] == key)?[1] ?? otherwise;
    }
}
