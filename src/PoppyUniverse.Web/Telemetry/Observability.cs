using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Web.Telemetry;

/// <summary>
/// OpenTelemetry: metrics at /metrics for Prometheus; metrics and traces to a collector when OTEL_EXPORTER_OTLP_ENDPOINT
/// names one. Traces are not even begun without a collector.
/// </summary>
internal static class Observability
{
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds what is measured and where it goes.</summary>
    public static void Configure(IServiceCollection services)
    {
        var collected = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Collector));
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("poppy"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(ServeMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting").AddRuntimeInstrumentation().AddPrometheusExporter();
            if (collected)
                metrics.AddOtlpExporter();
        });
        if (collected)
            telemetry.WithTracing(traces => traces.AddAspNetCoreInstrumentation(spans => spans.EnrichWithHttpResponse = (span, _) => WithoutAddress(span)).AddSource("Npgsql").AddOtlpExporter());
    }

    // an address names a user, who may be erased here but not at a collector; the route stays
    private static void WithoutAddress(System.Diagnostics.Activity span)
    {
        foreach (var name in (string[])["url.path", "url.query", "http.target", "http.url"])
            span.SetTag(name, null);
    }

    /// <summary>/metrics.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics").RequireScope(Scope.Read);
}
