using System.CommandLine;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Security;
using Spectre.Console;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy keys add, list, revoke.</summary>
internal sealed class KeysCommand : Command
{
    public KeysCommand()
        : base("keys", "API keys of a store: who may ask a server from elsewhere")
    {
        Add(new AddCommand());
        Add(new ListCommand());
        Add(new RevokeCommand());
    }

    private abstract class KeyVerb(string name, string description, params string[] examples) : Verb(name, description, examples)
    {
        protected Option<string> Store { get; } = StoreOption.Make();

        protected sealed override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation) => RunAsync(call, terminal, cancellation).GetAwaiter().GetResult();

        protected abstract Task<int> ExecuteAsync(ParseResult call, (IStore Store, Terminal Terminal) with, CancellationToken cancellation);

        private async Task<int> RunAsync(ParseResult call, Terminal terminal, CancellationToken cancellation)
        {
            IStore store;
            try
            {
                store = StoreAddress.Open(call.GetRequiredValue(Store));
            }
            catch (FormatException error)
            {
                throw new UsageException(error.Message);
            }

            await using (store.ConfigureAwait(false))
            {
                await store.MigrateAsync(cancellation).ConfigureAwait(false);
                return await ExecuteAsync(call, (store, terminal), cancellation).ConfigureAwait(false);
            }
        }
    }

    private sealed class AddCommand : KeyVerb
    {
        private readonly Option<string> _scope = new("--scope") { Description = "read: ask; write: also store and erase; admin: also train and roll back", Required = true, HelpName = "read|write|admin" };
        private readonly Option<string> _label = new("--label") { Description = "What the key is for", DefaultValueFactory = _ => "", HelpName = "TEXT" };

        public AddCommand()
            : base("add", "Make a key and show it, once", "poppy keys add --scope write --label \"the app\"", "poppy keys add --scope read --store sqlite:poppy.db --json")
        {
            _scope.AcceptOnlyFromAmong("read", "write", "admin");
            AddAll(_scope, _label, Store);
        }

        protected override async Task<int> ExecuteAsync(ParseResult call, (IStore Store, Terminal Terminal) with, CancellationToken cancellation)
        {
            var (shown, key) = KeyMaker.Make(Enum.Parse<Scope>(call.GetRequiredValue(_scope), ignoreCase: true), call.GetRequiredValue(_label), TimeProvider.System.GetUtcNow());
            await with.Store.AddKeyAsync(key, cancellation).ConfigureAwait(false);
            with.Terminal.Result(ResultJson.Of(new KeyAddedResult(shown, key.Id, key.Scope, key.Label)));
            if (!with.Terminal.Json)
            {
                with.Terminal.Say(shown);
                Terminal.Note($"This is the only time that the key is shown; the store has its hash. Send it as Authorization: Bearer KEY. Revoke it with poppy keys revoke {key.Id}.");
            }

            return ExitCode.Done;
        }
    }

    private sealed class ListCommand : KeyVerb
    {
        public ListCommand()
            : base("list", "List keys, without their secrets", "poppy keys list", "poppy keys list --json") => AddAll(Store);

        protected override async Task<int> ExecuteAsync(ParseResult call, (IStore Store, Terminal Terminal) with, CancellationToken cancellation)
        {
            var keys = (await with.Store.ListKeysAsync(cancellation).ConfigureAwait(false)).Select(key => new KeyResult(
                key.Id, key.Scope, key.Label, Timestamp.FromUnixMicroseconds(key.CreatedUnixMicroseconds), key.RevokedUnixMicroseconds is { } revoked ? Timestamp.FromUnixMicroseconds(revoked) : null)).ToArray();
            with.Terminal.Result(ResultJson.Of(new KeysResult(keys)));
            var table = new Table().AddColumns("id", "scope", "label", "made", "revoked");
            foreach (var key in keys)
                table.AddRow(key.Id, key.Scope, Markup.Escape(key.Label), $"{key.Created:yyyy-MM-dd HH:mm}", key.Revoked is { } when ? $"{when:yyyy-MM-dd HH:mm}" : "");
            with.Terminal.Show(table);
            return ExitCode.Done;
        }
    }

    private sealed class RevokeCommand : KeyVerb
    {
        private readonly Argument<string> _id = new("id") { Description = "The key's id (poppy keys list)" };

        public RevokeCommand()
            : base("revoke", "Make a key useless, within seconds for a running server", "poppy keys revoke 3f9a0c1d2e4b5a60")
        {
            Add(_id);
            AddAll(Store);
        }

        protected override async Task<int> ExecuteAsync(ParseResult call, (IStore Store, Terminal Terminal) with, CancellationToken cancellation)
        {
            var id = call.GetRequiredValue(_id);
            if (!await with.Store.RevokeKeyAsync(id, Timestamp.ToUnixMicroseconds(TimeProvider.System.GetUtcNow()), cancellation).ConfigureAwait(false))
                throw new DataProblemException($"{with.Store.Name} has no good key of id \"{id}\"; poppy keys list shows those it has.");
            with.Terminal.Result(ResultJson.Of(new KeysResult([])));
            with.Terminal.Say($"Key {id} is revoked.");
            return ExitCode.Done;
        }
    }
}
