using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Storage.Models;
using PoppyUniverse.Web;
using PoppyUniverse.Web.Live;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy serve.</summary>
internal sealed class ServeCommand : Verb
{
    private readonly Option<string> _model = Shared.Model("Model to begin with; a folder that the store does not know yet is served at once");
    private readonly Option<string?> _data = new("--data") { Description = "Log that the model was trained on: put into the store before it is served, so that a training there learns from it too; what is there already stays once", HelpName = "FILE" };
    private readonly Option<string> _onError = Shared.OnError();
    private readonly Option<string> _store = StoreOption.Make();
    private readonly Option<string> _urls = new("--urls") { Description = "Where to listen, separated by ';'. Anything but loopback asks for API keys (poppy keys add)", DefaultValueFactory = _ => "http://127.0.0.1:5080", HelpName = "URLS" };
    private readonly Option<bool> _keys = new("--require-keys") { Description = "Ask for API keys on loopback too" };
    private readonly Option<int> _rate = new("--rate-limit") { Description = "Requests a second that a key may make on average", DefaultValueFactory = _ => 500, HelpName = "N" };
    private readonly Option<int> _keep = new("--keep") { Description = "Trained models to keep for rolling back", DefaultValueFactory = _ => 5, HelpName = "N" };
    private readonly Option<string> _logs = new("--logs") { Description = "How to log on stderr", DefaultValueFactory = _ => "text", HelpName = "text|json" };
    private readonly Option<ulong> _seed = Shared.Seed();

    public ServeCommand()
        : base(
            "serve",
            "Answer over HTTP, learn from what users do, show a page",
            "poppy serve --model Output_Data/models/layer4",
            "poppy serve --model Output_Data/models/layer4 --data Input_Data/NN_Semantic_Interactions.csv",
            "poppy serve --model my-model --store \"postgres:Host=db;Database=poppy;Username=poppy;Password=…\"",
            "poppy serve --model my-model --urls http://0.0.0.0:5080 --logs json",
            "curl \"http://127.0.0.1:5080/api/recommendations/42?at=2026-01-31T22:00&top=3\"")
    {
        _logs.AcceptOnlyFromAmong("text", "json");
        AddAll(_model, _data, _onError, _store, _urls, _keys, _rate, _keep, _logs, _seed);
    }

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var options = Asked(call);
        var putIn = call.GetValue(_data) is { } data ? PutIn(data, call.GetRequiredValue(_onError), options, terminal, cancellation) : 0;
        Serve(options, putIn, terminal, cancellation).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    private static long PutIn(string path, string onError, ServeOptions options, Terminal terminal, CancellationToken cancellation)
    {
        var log = LogFile.Read(path, onError, ModelFolder.Load(options.ModelFolder).Catalog, terminal, cancellation);
        var added = terminal.WithProgress(bars =>
        {
            var bar = bars.Add("Putting it into the store", log.Count, "rows");
            var rows = Understood(() => StartingLog.PutAsync(options.Store, log, bar.As<long>((self, done) => self.MoveTo(done)), cancellation)).GetAwaiter().GetResult();
            bar.Finish();
            return rows;
        });
        terminal.Say(added == 0 ? $"The {log.Count:N0} interactions of {path} are in the store already." : $"{added:N0} of {log.Count:N0} interactions of {path} were put into the store.");
        return added;
    }

    private ServeOptions Asked(ParseResult call)
    {
        var urls = call.GetRequiredValue(_urls).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (urls.Length == 0 || !urls.All(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)))
            throw new UsageException($"--urls is \"{call.GetValue(_urls)}\"; expected addresses such as http://127.0.0.1:5080.");
        return new()
        {
            ModelFolder = call.GetRequiredValue(_model), Store = call.GetRequiredValue(_store), Urls = urls, RequireKeys = call.GetValue(_keys),
            RequestsPerSecond = AtLeastOne(call, _rate), KeepVersions = AtLeastOne(call, _keep), JsonLogs = call.GetValue(_logs) == "json", Seed = call.GetValue(_seed),
        };
    }

    private static int AtLeastOne(ParseResult call, Option<int> option) =>
        call.GetValue(option) is >= 1 and var number ? number : throw new UsageException($"{option.Name} is {call.GetValue(option)}; expected 1 or more.");

    // a store's address that cannot be read is the caller's mistake
    private static async Task<T> Understood<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            throw new UsageException(error.Message);
        }
    }

    private static async Task Serve(ServeOptions options, long putIn, Terminal terminal, CancellationToken cancellation)
    {
        var app = await Understood(() => PoppyServer.BuildAsync(options, cancellation)).ConfigureAwait(false);
        await using (app.ConfigureAwait(false))
        {
            await StartAsync(app, options, cancellation).ConfigureAwait(false);
            terminal.Result(ResultJson.Of(new ServeResult([.. app.Urls], options.ModelFolder, PoppyServer.StoreNameOf(app), PoppyServer.AsksForKeys(app), putIn)));
            terminal.Say($"Serving {options.ModelFolder} at {string.Join(", ", app.Urls)}, store {PoppyServer.StoreNameOf(app)}{(PoppyServer.AsksForKeys(app) ? ", with API keys" : "")}. Stop with Ctrl+C.");
            await WaitAsync(app, cancellation).ConfigureAwait(false);
        }

        Terminal.Note("Stopped.");
    }

    private static async Task StartAsync(WebApplication app, ServeOptions options, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or FormatException or InvalidOperationException)
        {
            throw new DataProblemException($"Cannot listen at {string.Join(", ", options.Urls)}: {(error.InnerException ?? error).Message}");
        }
    }

    // A signal is how a server is meant to end, so it is no failure.
    private static async Task WaitAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
