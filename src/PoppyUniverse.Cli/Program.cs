using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using PoppyUniverse.Cli;
using PoppyUniverse.Cli.Commands;
using PoppyUniverse.Cli.Ranks;

RankProcess.LeaveTerminal();
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var parsed = new PoppyCommand().Parse(args);
if (parsed.Action is ParseErrorAction mistake)
{
    // What was asked for is not known, so nothing may appear where a program expects JSON or CSV.
    mistake.ShowHelp = false;
    parsed.Invoke(new InvocationConfiguration { Output = Console.Error, Error = Console.Error });
    return ExitCode.Usage;
}

// A server that is told to stop may take some seconds to answer the requests that it has.
return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(15) });
