using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Cli.Commands;

/// <summary>--hardware: what the kernels run on. Results do not depend on it; speed does.</summary>
internal sealed class HardwareOption : Option<bool>
{
    public HardwareOption()
        : base("--hardware")
    {
        Description = "Show which vector widths this process has in hardware";
        Action = new ShowAction();
    }

    private sealed class ShowAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine($"Vector512 {Vector512.IsHardwareAccelerated}");
            output.WriteLine($"Vector256 {Vector256.IsHardwareAccelerated}");
            output.WriteLine($"Vector128 {Vector128.IsHardwareAccelerated}");
            output.WriteLine($"Processors {Environment.ProcessorCount}");
            return ExitCode.Done;
        }
    }
}
