using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Sharing;

/// <summary>Where a rank's skipped rows go. Every rank meets all of a file's; rank 0 keeps them for the user, the others for nobody.</summary>
internal sealed class RankRejects(int rank, ReadOptions options) : IDisposable
{
    private readonly string? _unwanted = rank == 0 ? null : Path.Combine(Path.GetTempPath(), $"poppy-{Path.GetRandomFileName()}");

    /// <summary>How the rank reads.</summary>
    public ReadOptions Options => _unwanted is null ? options : options with { RejectPath = _unwanted };

    public void Dispose()
    {
        if (_unwanted is not null)
            File.Delete(_unwanted);
    }
}
