using System.CommandLine;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Storage.Simulations;
using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy simulate.</summary>
internal sealed class SimulateCommand : Verb
{
    private readonly Option<string> _profile = Shared.Profile();
    private readonly Option<int?> _users = new("--users") { Description = "Number of users (default: the profile's)", HelpName = "N" };
    private readonly Option<long?> _interactions = new("--interactions") { Description = "Number of interactions (default: the profile's)", HelpName = "N" };
    private readonly Option<string?> _asOf = new("--as-of") { Description = "The moment the log ends (default: the profile's)", HelpName = "ISO" };
    private readonly Option<string> _out = new("--out") { Description = $"File to write ({SimulationFormats.All}), with its manifest beside it; - for CSV on stdout", Required = true, HelpName = "FILE|-" };
    private readonly Option<string?> _truth = new("--truth") { Description = "Parquet file for the truth of each row: what the oracle knows", HelpName = "FILE" };
    private readonly Option<string> _shard = new("--shard") { Description = "Only part i of n, from 1; auto or auto/n: the part that Slurm's array task or Kubernetes' job index names; poppy merge joins the parts", HelpName = "i/n|auto", DefaultValueFactory = _ => "1/1" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on after what an earlier run, killed or cancelled, has completed" };
    private readonly Option<ulong> _seed = Shared.Seed();
    private readonly Option<int> _threads = Shared.Threads();

    public SimulateCommand()
        : base(
            "simulate",
            "Write a simulated log",
            "poppy simulate --profile stargazers --out log.csv",
            "poppy simulate --profile notebook --users 10000 --interactions 1000000 --seed 7 --out big.parquet",
            "poppy simulate --interactions 1000000 --out - | head",
            "poppy simulate --out log.csv --truth log.truth.parquet",
            "poppy simulate --users 1000000 --interactions 100000000 --shard 3/64 --out part-3.csv.zst",
            "sbatch --array=1-64 --wrap 'poppy simulate --shard auto --out part-$SLURM_ARRAY_TASK_ID.csv'") =>
        AddAll(_profile, _users, _interactions, _asOf, _out, _truth, _shard, _resume, _seed, _threads);

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var profile = Profiles.Load(call.GetRequiredValue(_profile));
        profile = profile with
        {
            Users = call.GetValue(_users) ?? profile.Users,
            Interactions = call.GetValue(_interactions) ?? profile.Interactions,
            AsOf = Shared.Moment("--as-of", call.GetValue(_asOf)) ?? profile.AsOf,
        };
        var workflow = new SimulateWorkflow(new(profile, call.GetValue(_seed)), WriteOptions(call), terminal, cancellation);
        var path = call.GetRequiredValue(_out);
        if (SimulateWorkflow.IsStream(path))
            return ToStream(workflow, path, terminal);
        if (SimulationFormats.Of(path) is null)
            throw new UsageException($"--out is \"{path}\"; expected a name that ends in {SimulationFormats.All}, or - for stdout.");
        var result = workflow.ToFile(path);
        if (call.GetValue(_truth) is { } truth)
            workflow.Truth(truth);
        terminal.Result(ResultJson.Of(result));
        terminal.Say($"{result.Rows:N0} interactions, {result.Bytes:N0} bytes, {RateColumn.Compact(result.RowsPerSecond)} rows/s");
        terminal.Say($"{path} (sha256 {result.Sha256[..12]}…)");
        return ExitCode.Done;
    }

    private static int ToStream(SimulateWorkflow workflow, string path, Terminal terminal)
    {
        if (terminal.Json && path == "-")
            throw new UsageException("--out - writes CSV on stdout, where --json would print its object; choose one.");
        var (rows, seconds) = workflow.ToStream(path);
        Terminal.Note($"{rows:N0} interactions, {RateColumn.Compact(rows / seconds)} rows/s");
        return ExitCode.Done;
    }

    private SimulationWriteOptions WriteOptions(ParseResult call) => new()
    {
        Threads = call.GetValue(_threads),
        Shard = ShardRequest.Parse(call.GetRequiredValue(_shard), Environment.GetEnvironmentVariable),
        Resume = call.GetValue(_resume),
    };
}
