using System.CommandLine;
using System.Diagnostics;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy merge.</summary>
internal sealed class MergeCommand : Verb
{
    private readonly Argument<string[]> _shards = new("SHARD") { Description = "The shards of one simulation, in any order", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _out = new("--out") { Description = "File to write, of the same format", Required = true, HelpName = "FILE" };

    public MergeCommand()
        : base(
            "merge",
            "Join the shards of a simulation",
            "poppy merge part-*.csv --out whole.csv")
    {
        Add(_shards);
        AddAll(_out);
    }

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var shards = call.GetRequiredValue(_shards);
        var path = call.GetRequiredValue(_out);
        var clock = Stopwatch.StartNew();
        var bytes = shards.Where(File.Exists).Sum(shard => new FileInfo(shard).Length);
        var manifest = terminal.WithProgress(bars =>
        {
            var bar = bars.Add($"Merging {shards.Length} shards", bytes, "bytes");
            var merged = ShardMerger.Merge(shards, path, bar.As<long>((self, done) => self.MoveTo(done)), cancellation);
            bar.Finish();
            return merged;
        });
        var seconds = clock.Elapsed.TotalSeconds;
        terminal.Result(ResultJson.Of(new SimulateResult(path, manifest.Rows, manifest.Bytes, manifest.Sha256, seconds, manifest.Rows / seconds)));
        terminal.Say($"{shards.Length} shards, {manifest.Rows:N0} interactions: {path} (sha256 {manifest.Sha256[..12]}…)");
        return ExitCode.Done;
    }
}
