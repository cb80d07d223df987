using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Endpoints;
using PoppyUniverse.Web.Hosting;
using PoppyUniverse.Web.Live;
using PoppyUniverse.Web.Security;
using PoppyUniverse.Web.Telemetry;
using PoppyUniverse.Web.Training;

namespace PoppyUniverse.Web;

/// <summary>The server, put together.</summary>
public static class PoppyServer
{
    /// <summary>
    /// Opens the store, loads the model, reads what happened since it was trained, and gives a server that only has to be
    /// run.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    /// <exception cref="Storage.ModelFormatException">The model cannot be loaded.</exception>
    /// <exception cref="FormatException">The store's address is none.</exception>
    public static async Task<WebApplication> BuildAsync(ServeOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = StoreAddress.Open(options.Store);
        try
        {
            await store.MigrateAsync(cancellation).ConfigureAwait(false);
            var app = Build(options, store);
            await app.Services.GetRequiredService<ModelVersions>().StartAsync(cancellation).ConfigureAwait(false);
            app.Services.GetRequiredService<ServeMetrics>().Saw((await store.SummaryAsync(cancellation).ConfigureAwait(false)).LastSequence);
            await WarmUp.RenderAsync(app, cancellation).ConfigureAwait(false);
            return app;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What a server's store is, for people.</summary>
    public static string StoreNameOf(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<IStore>().Name;
    }

    /// <summary>Whether a server asks for API keys.</summary>
    public static bool AsksForKeys(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<AccessPolicy>().KeysRequired;
    }

    private static WebApplication Build(ServeOptions options, IStore store)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(PoppyServer).Assembly.GetName().Name, EnvironmentName = Environments.Production });
        builder.WebHost.ConfigureKestrel(Limits.Configure).UseKestrelHttpsConfiguration().UseUrls([.. options.Urls]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Limits.StopTime);
        Logs.Configure(builder.Logging, options.JsonLogs);
        Observability.Configure(builder.Services);
        AddServices(builder.Services, options, store);
        var app = builder.Build();
        UsePipeline(app);
        MapEndpoints(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, ServeOptions options, IStore store)
    {
        var policy = AccessPolicy.Of(options);
        services.AddSingleton(options).AddSingleton(_ => store).AddSingleton(policy).AddSingleton(TimeProvider.System);
        services.AddSingleton<LiveModel>().AddSingleton<ModelVersions>().AddSingleton<Recommendations>().AddSingleton<ServeMetrics>().AddSingleton<Intake>();
        services.AddSingleton<KeyVerifier>().AddSingleton<FailedAttempts>();
        services.AddSingleton<RecommendationEndpoints>().AddSingleton<InteractionEndpoints>().AddSingleton<UserEndpoints>().AddSingleton<ModelEndpoints>()
            .AddSingleton<TrainingEndpoints>().AddSingleton<HealthEndpoints>();
        services.AddSingleton<Retraining>().AddSingleton<TrainingService>().AddHostedService(provider => provider.GetRequiredService<TrainingService>());
        services.AddProblemDetails().AddExceptionHandler<ErrorAnswers>();
        services.AddRateLimiter(limiter => RateLimits.Configure(limiter, policy));
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = Limits.RequestTime, TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable });
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
        services.AddOpenApi(ApiDescription.Name, ApiDescription.Configure);
        // the page's connections end with the process, so there is nothing to protect beyond it, and no key file to leave behind
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        Pages.PageHost.AddServices(services);
    }

    private static void UsePipeline(WebApplication app)
    {
        app.Use(SecurityHeaders.Add);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(Pages.PageHost.ShowMissing);
        app.Use(SameOrigin.Check);
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<KeyGate>();
        app.UseRateLimiter();
        app.UseAntiforgery();
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.Services.GetRequiredService<RecommendationEndpoints>().Map(app);
        app.Services.GetRequiredService<InteractionEndpoints>().Map(app);
        app.Services.GetRequiredService<UserEndpoints>().Map(app);
        app.Services.GetRequiredService<ModelEndpoints>().Map(app);
        app.Services.GetRequiredService<TrainingEndpoints>().Map(app);
        app.Services.GetRequiredService<HealthEndpoints>().Map(app);
        Observability.Map(app);
        ApiDescription.Map(app);
        ReferencePage.Map(app);
        EmbeddedFiles.Map(app);
        Pages.PageHost.Map(app);
    }
}
