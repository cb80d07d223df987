using System.CommandLine;
using System.Diagnostics;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Importing;
using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy import.</summary>
internal sealed class ImportCommand : Verb
{
    private static readonly Dictionary<string, ImportFormat> Formats = new()
    {
        ["movielens-100k"] = ImportFormat.MovieLens100k,
        ["movielens-1m"] = ImportFormat.MovieLens1m,
        ["foursquare-tsmc"] = ImportFormat.FoursquareTsmc,
        ["csv"] = ImportFormat.Csv,
    };

    private readonly Argument<string> _source = new("SRC") { Description = "File to read, or the folder of the data set" };
    private readonly Option<string> _from = new("--from") { Description = "What SRC is", Required = true, HelpName = string.Join('|', Formats.Keys) };
    private readonly Option<string[]> _map = new("--map") { Description = "For csv: names of the columns that are not called as usual; type== and time== give a constant", HelpName = "user=COL,type=COL|type==TEXT,value=COL,strength=COL,time=COL", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _scale = new("--scale") { Description = "Scale of the ratings; it is cut into five equal bands (default: whole numbers 1 to 5)", HelpName = "LOW..HIGH" };
    private readonly Option<bool> _localTime = new("--local-time") { Description = "For foursquare-tsmc: keep the place's clock, so that hours and days are those people saw (default: UTC)" };
    private readonly Option<string?> _types = new("--types") { Description = "For foursquare-tsmc: CSV of category,type (default: every category is of the type Venue)", HelpName = "FILE" };
    private readonly Option<string> _out = new("--out") { Description = $"File to write ({SimulationFormats.All})", Required = true, HelpName = "FILE" };
    private readonly Option<string> _onError = Shared.OnError();

    public ImportCommand()
        : base(
            "import",
            "Turn another data set into a log",
            "poppy import --from movielens-100k ml-100k --out log.csv",
            "poppy import --from movielens-1m ml-1m --out log.parquet",
            "poppy import --from foursquare-tsmc dataset_TSMC2014_NYC.txt --local-time --out log.csv",
            "poppy import --from csv ratings.csv --map user=reader,type==Book,value=isbn,strength=stars,time=date --scale 0.5..5 --out log.csv")
    {
        _from.AcceptOnlyFromAmong([.. Formats.Keys]);
        _onError.Description = "What to do at a row that cannot be read: stop, or skip it and keep it beside --out, in FILE.rejected.csv";
        Add(_source);
        AddAll(_from, _map, _scale, _localTime, _types, _out, _onError);
    }

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var (source, path, options) = (call.GetRequiredValue(_source), call.GetRequiredValue(_out), ReadingOptions(call));
        var clock = Stopwatch.StartNew();
        var imported = terminal.WithProgress(bars =>
        {
            var bar = bars.Add($"Reading {Path.GetFileName(Path.TrimEndingDirectorySeparator(source))}", 1, "rows");
            var read = Importer.Read(source, options, bar.As<ReadProgress>((self, progress) => self.MoveTo(progress.Rows, progress.Bytes, progress.ByteCount)), cancellation);
            bar.Finish();
            return read;
        });
        LogFile.TellSkipped(imported.Read);
        foreach (var note in imported.Notes)
            Terminal.Note(note);
        var log = imported.Read.Log;
        InteractionFile.Write(log, path);
        var seconds = clock.Elapsed.TotalSeconds;
        terminal.Result(ResultJson.Of(new ImportResultLine(path, log.Count, imported.Read.SkippedCount, log.Users.Count, log.Catalog.TypeCount, log.Catalog.ValueCount, seconds, log.Count / seconds)));
        terminal.Say($"{log.Count:N0} interactions of {log.Users.Count:N0} users with {log.Catalog.ValueCount:N0} values of {log.Catalog.TypeCount:N0} types: {path}");
        return ExitCode.Done;
    }

    private ImportOptions ReadingOptions(ParseResult call)
    {
        var (format, path) = (Formats[call.GetRequiredValue(_from)], call.GetRequiredValue(_out));
        if (SimulationFormats.Of(path) is null)
            throw new UsageException($"--out is \"{path}\"; expected a name that ends in {SimulationFormats.All}.");
        StrengthScale? scale = null;
        if (call.GetValue(_scale) is { } text && !StrengthScale.TryParse(text, out scale))
            throw new UsageException($"--scale is \"{text}\"; expected LOW..HIGH, such as 0.5..5.");
        if (format != ImportFormat.FoursquareTsmc && (call.GetValue(_localTime) || call.GetValue(_types) is not null))
            throw new UsageException("--local-time and --types are for --from foursquare-tsmc, whose rows hold an offset and no type.");
        if (format != ImportFormat.Csv && call.GetValue(_map) is { Length: > 0 })
            throw new UsageException("--map is for --from csv; the columns of the other data sets are known.");
        return new()
        {
            Format = format,
            Columns = Columns(call),
            Scale = scale,
            LocalTime = call.GetValue(_localTime),
            TypesFile = call.GetValue(_types),
            OnError = call.GetRequiredValue(_onError) == "skip" ? OnError.Skip : OnError.Stop,
            RejectPath = Path.ChangeExtension(path, ".rejected.csv"),
        };
    }

    private ColumnNames Columns(ParseResult call)
    {
        try
        {
            return ColumnNames.Parse((call.GetValue(_map) ?? []).SelectMany(mapping => mapping.Split(',', StringSplitOptions.RemoveEmptyEntries)));
        }
        catch (FormatException error)
        {
            throw new UsageException("--map: " + error.Message);
        }
    }
}
