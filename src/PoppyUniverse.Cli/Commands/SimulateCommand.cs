using System.CommandLine;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Cli.Workflows;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy simulate.</summary>
internal sealed class SimulateCommand : Verb
{
    private readonly Option<string> _profile = Shared.Profile();
    private readonly Option<int?> _users = new("--users") { Description = "Number of users (default: the profile's)", HelpName = "N" };
    private readonly Option<long?> _interactions = new("--interactions") { Description = "Number of interactions (default: the profile's)", HelpName = "N" };
    private readonly Option<string?> _asOf = new("--as-of") { Description = "The moment the log ends (default: the profile's)", HelpName = "ISO" };
    private readonly Option<string> _out = new("--out") { Description = "CSV file to write; its manifest goes beside it", Required = true, HelpName = "FILE" };
    private readonly Option<ulong> _seed = Shared.Seed();
    private readonly Option<int> _threads = Shared.Threads();

    public SimulateCommand()
        : base(
            "simulate",
            "Write a simulated log",
            "poppy simulate --profile stargazers --out log.csv",
            "poppy simulate --profile notebook --users 10000 --interactions 1000000 --seed 7 --out big.csv") =>
        AddAll(_profile, _users, _interactions, _asOf, _out, _seed, _threads);

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var profile = Profiles.Load(call.GetRequiredValue(_profile));
        profile = profile with
        {
            Users = call.GetValue(_users) ?? profile.Users,
            Interactions = call.GetValue(_interactions) ?? profile.Interactions,
            AsOf = Shared.Moment("--as-of", call.GetValue(_asOf)) ?? profile.AsOf,
        };
        var path = call.GetRequiredValue(_out);
        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--out is \"{path}\"; this version writes .csv files.");
        var result = SimulateWorkflow.Run(new Simulator(profile, call.GetValue(_seed)), path, call.GetValue(_threads), terminal, cancellation);
        terminal.Result(ResultJson.Of(result));
        terminal.Say($"{result.Rows:N0} interactions, {result.Bytes:N0} bytes, {RateColumn.Compact(result.RowsPerSecond)} rows/s");
        terminal.Say($"{path} (sha256 {result.Sha256[..12]}…)");
        return ExitCode.Done;
    }
}
