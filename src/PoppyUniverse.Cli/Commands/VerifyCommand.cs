using System.CommandLine;
using System.Globalization;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Storage.Simulations.Verification;

namespace PoppyUniverse.Cli.Commands;

/// <summary>poppy verify.</summary>
internal sealed class VerifyCommand : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "A simulated file, with its manifest beside it" };
    private readonly Option<string> _sample = new("--sample") { Description = "Share of the blocks to generate again and compare", DefaultValueFactory = _ => "100%", HelpName = "PERCENT" };

    public VerifyCommand()
        : base(
            "verify",
            "Generate a simulated file again and compare",
            "poppy verify log.csv",
            "poppy verify big.csv --sample 1%")
    {
        Add(_file);
        AddAll(_sample);
    }

    protected override int Execute(ParseResult call, Terminal terminal, CancellationToken cancellation)
    {
        var path = call.GetRequiredValue(_file);
        var sample = Share(call.GetRequiredValue(_sample));
        var result = terminal.WithProgress(bars =>
        {
            var bar = bars.Add($"Verifying {Path.GetFileName(path)}", 1, "rows");
            var verified = SimulationVerifier.Verify(path, sample, bar.As<(long Rows, long Of)>((self, done) => self.MoveTo(done.Rows, done.Rows, done.Of)), cancellation);
            bar.Finish();
            return verified;
        });
        terminal.Result(ResultJson.Of(new VerifyReport(path, true, result.Blocks, result.BlocksOfFile, result.Rows, result.Manifest.Sha256)));
        terminal.Say($"{path}: as simulated; {result.Rows:N0} rows in {result.Blocks:N0} of {result.BlocksOfFile:N0} blocks compared.");
        return ExitCode.Done;
    }

    private static double Share(string text) =>
        double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100
            ? percent / 100
            : throw new UsageException($"--sample is \"{text}\"; expected a percentage above 0, such as 1%.");
}
