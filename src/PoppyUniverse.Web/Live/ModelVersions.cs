using System.Security.Cryptography;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage;
using PoppyUniverse.Storage.Models;
using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Live;

/// <summary>The models that can be served: loads, registers, swaps, rolls back, and throws away the oldest.</summary>
internal sealed class ModelVersions(ServeOptions options, IStore store, LiveModel live, TimeProvider clock)
{
    private const string TensorFile = "model.safetensors";

    /// <summary>Source of a model that was given.</summary>
    public const string FromFolder = "folder";

    /// <summary>Source of a model that was trained here.</summary>
    public const string FromTraining = "training";

    /// <summary>
    /// Serves the model that was served last, or the given folder when the store does not know what lies in it.
    /// </summary>
    /// <exception cref="ModelFormatException">A folder is missing or damaged.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var erased in await store.ErasedUsersAsync(cancellation).ConfigureAwait(false))
            live.Erasures.Add(erased);
        var versions = await store.ListVersionsAsync(cancellation).ConfigureAwait(false);
        var given = ModelFolder.Load(options.ModelFolder);
        var sha256 = await HashAsync(options.ModelFolder, cancellation).ConfigureAwait(false);
        if (versions.All(version => version.Sha256 != sha256))
        {
            // what is in a store before its first model is what that one learned from (StartingLog)
            var through = versions.Count > 0 ? 0 : (await store.SummaryAsync(cancellation).ConfigureAwait(false)).LastSequence;
            await ServeAsync(await RegisterAsync((given, sha256, Path.GetFullPath(options.ModelFolder)), through, FromFolder, cancellation).ConfigureAwait(false), given, cancellation).ConfigureAwait(false);
            return;
        }

        var active = await store.ActiveVersionAsync(cancellation).ConfigureAwait(false);
        var last = versions.SingleOrDefault(version => version.Version == active) ?? versions.Last(version => version.Sha256 == sha256);
        await ServeAsync(last, last.Sha256 == sha256 ? given : await LoadAsync(last, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    /// <summary>Saves a trained model, makes it the active one, and throws away those beyond the number to keep.</summary>
    public async Task<ModelVersion> AddTrainedAsync(ITrainedModel model, long trainedThrough, CancellationToken cancellation)
    {
        // named by content, so that a crash between saving and registering leaves nothing that is in the way
        var draft = Path.Combine(options.VersionsFolder, "draft");
        var sha256 = ModelFolder.Save(model, draft);
        var folder = Path.Combine(options.VersionsFolder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{trainedThrough}-{sha256[..16]}"));
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.Move(draft, folder);
        var version = await RegisterAsync((model, sha256, folder), trainedThrough, FromTraining, cancellation).ConfigureAwait(false);
        await ServeAsync(version, model, cancellation).ConfigureAwait(false);
        await ThrowAwayAsync(version.Version, cancellation).ConfigureAwait(false);
        return version;
    }

    /// <summary>Serves an older (or newer) version; null when there is none of that number.</summary>
    /// <exception cref="ModelFormatException">Its folder is missing or damaged.</exception>
    public async Task<ModelVersion?> ActivateAsync(long number, CancellationToken cancellation)
    {
        var version = (await store.ListVersionsAsync(cancellation).ConfigureAwait(false)).SingleOrDefault(each => each.Version == number);
        if (version is null)
            return null;
        var model = await LoadAsync(version, cancellation).ConfigureAwait(false);
        await store.ActivateAsync(number, cancellation).ConfigureAwait(false);
        await ServeAsync(version, model, cancellation).ConfigureAwait(false);
        return version;
    }

    private Task ServeAsync(ModelVersion version, ITrainedModel model, CancellationToken cancellation) =>
        live.SwapAsync(new(version, model, live.Erasures), cancellation);

    private static async Task<ITrainedModel> LoadAsync(ModelVersion version, CancellationToken cancellation)
    {
        var model = ModelFolder.Load(version.Folder);
        return await HashAsync(version.Folder, cancellation).ConfigureAwait(false) == version.Sha256
            ? model
            : throw new ModelFormatException(version.Folder, $"holds another model than version {version.Version}, which was served from there.");
    }

    private Task<ModelVersion> RegisterAsync((ITrainedModel Model, string Sha256, string Folder) saved, long trainedThrough, string source, CancellationToken cancellation) => store.AddVersionAsync(
        new(0, saved.Folder, saved.Sha256, saved.Model.Statistics.Rows, trainedThrough, Interactions.Timestamp.ToUnixMicroseconds(clock.GetUtcNow()), source), cancellation);

    private async Task ThrowAwayAsync(long active, CancellationToken cancellation)
    {
        var trained = (await store.ListVersionsAsync(cancellation).ConfigureAwait(false)).Where(version => version.Source == FromTraining && version.Version != active).ToArray();
        foreach (var old in trained.SkipLast(options.KeepVersions))
        {
            await store.RemoveVersionAsync(old.Version, cancellation).ConfigureAwait(false);
            if (Directory.Exists(old.Folder))
                Directory.Delete(old.Folder, recursive: true);
        }
    }

    private static async Task<string> HashAsync(string folder, CancellationToken cancellation)
    {
        var file = File.OpenRead(Path.Combine(folder, TensorFile));
        await using (file.ConfigureAwait(false))
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }
}
