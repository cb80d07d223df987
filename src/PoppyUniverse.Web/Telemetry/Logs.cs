using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace PoppyUniverse.Web.Telemetry;

/// <summary>Logs on stderr: JSON lines for machines, or lines for people. Neither addresses nor headers of requests are logged.</summary>
internal static class Logs
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    /// <summary>Sets where logs go and what is worth a line.</summary>
    public static void Configure(ILoggingBuilder logging, bool json)
    {
        logging.ClearProviders();
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        // our own answers are logged by ErrorAnswers, once and with what matters
        logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
        // a start that fails is told in one line by who asked for it
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        if (json)
            logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, TimeFormat.TrimEnd()));
        else
            logging.AddSimpleConsole(console => (console.UseUtcTimestamp, console.TimestampFormat, console.SingleLine, console.ColorBehavior) = (true, TimeFormat, true, LoggerColorBehavior.Disabled));
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
