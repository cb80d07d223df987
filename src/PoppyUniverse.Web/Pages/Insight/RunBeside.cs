using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Storage;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Pages.Insight;

/// <summary>
/// The run that a model comes from, when its report lies beside the model folder: poppy run leaves Output_Data/report.json
/// and Output_Data/models/layer4. A report counts only when it names the model's hash.
/// </summary>
/// <param name="Report">The run's report.</param>
/// <param name="DataPath">The run's log, whose hash the report names; not checked yet. Null when it is not there.</param>
internal sealed record RunBeside(RunReport Report, string? DataPath)
{
    private const string ReportName = "report.json";
    private const string TimeSplit = "time:";
    private const int Levels = 3; // the folder itself, models, Output_Data; further up lie reports of others
    private static readonly string DataName = Path.Combine("Input_Data", "NN_Semantic_Interactions.csv");

    /// <summary>The run of a version; null when there is none.</summary>
    public static RunBeside? Find(ModelVersion version)
    {
        var folder = new DirectoryInfo(version.Folder);
        for (var level = 0; level < Levels && folder is not null; level++, folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, ReportName);
            if (File.Exists(path) && Read(path) is { } report && report.Sha256.Values.Contains(version.Sha256))
            {
                var data = folder.Parent is { } above ? Path.Combine(above.FullName, DataName) : "";
                return new(report, File.Exists(data) ? data : null);
            }
        }

        return null;
    }

    /// <summary>Reads the run's log; null when the file is another than that of the report.</summary>
    public async Task<InteractionLog?> ReadLogAsync(Catalog catalog, CancellationToken cancellation)
    {
        if (DataPath is null || !Report.Sha256.TryGetValue("data", out var expected))
            return null;
        try
        {
            var file = File.OpenRead(DataPath);
            await using (file.ConfigureAwait(false))
            {
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false)) != expected)
                    return null;
            }

            return InteractionReader.Read(DataPath, new() { Catalog = catalog }, null, cancellation).Log;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DataFormatException)
        {
            return null;
        }
    }

    /// <summary>The rows that the report was measured on; null when the report does not tell.</summary>
    public InteractionLog? TestOf(InteractionLog log) =>
        Report.Evaluation.Split.StartsWith(TimeSplit, StringComparison.Ordinal)
        && double.TryParse(Report.Evaluation.Split.AsSpan(TimeSplit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) && fraction is > 0 and < 1
        && Split.ByTime(log, fraction).Test is { Count: > 0 } test ? test : null;

    private static RunReport? Read(string path)
    {
        try
        {
            return RunReport.Parse(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // another program's, or half written
        }
    }
}
