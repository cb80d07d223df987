using System.Runtime.InteropServices;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Mpi;

/// <summary>
/// Ranks that are processes of an Open MPI job, on one machine or several. A rank that is lost ends the job: Open MPI 4 has
/// no way to go on without it. One object a process; threads call it one at a time.
/// </summary>
public sealed unsafe class MpiCollective : ICollective, IDisposable
{
    private readonly nint _world;
    private readonly nint _byte;
    private readonly int[] _places;

    private MpiCollective(nint library)
    {
        (_world, _byte) = (OpenMpi.Handle(library, "ompi_mpi_comm_world"), OpenMpi.Handle(library, "ompi_mpi_byte"));
        Require(OpenMpi.MPI_Comm_rank(_world, out var rank));
        Require(OpenMpi.MPI_Comm_size(_world, out var size));
        (Rank, Size, _places) = (rank, size, new int[size]);
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>Joins the job that this process was started in.</summary>
    /// <exception cref="OpenMpiException">Open MPI is missing, is another version, or cannot serve several threads.</exception>
    public static MpiCollective Start()
    {
        if (!NativeLibrary.TryLoad(OpenMpi.Library, out var library))
            throw new OpenMpiException($"Started as one of several ranks, but {OpenMpi.Library} is not found; install Open MPI 4 on every machine (Debian: apt-get install openmpi-bin).");
        var version = OpenMpi.Version();
        if (!version.StartsWith("Open MPI v4.", StringComparison.Ordinal))
            throw new OpenMpiException($"{OpenMpi.Library} is \"{version.Split(',')[0]}\"; expected Open MPI v4 (Debian: apt-get install openmpi-bin).");
        OpenMpi.PreferYielding();
        Require(OpenMpi.MPI_Init_thread(0, 0, OpenMpi.Serialized, out var provided));
        return provided >= OpenMpi.Serialized
            ? new(library)
            : throw new OpenMpiException($"{version.Split(',')[0]} provides thread level {provided}; expected {OpenMpi.Serialized} (MPI_THREAD_SERIALIZED).");
    }

    /// <inheritdoc/>
    public void AllGather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all)
    {
        PlaceAll(lengths);
        fixed (byte* from = own, to = all)
        fixed (int* counts = lengths, places = _places)
            Require(OpenMpi.MPI_Allgatherv(from, own.Length, _byte, to, counts, places, _byte, _world));
    }

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all)
    {
        PlaceAll(lengths);
        fixed (byte* from = own, to = all)
        fixed (int* counts = lengths, places = _places)
            Require(OpenMpi.MPI_Gatherv(from, own.Length, _byte, to, counts, places, _byte, 0, _world));
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes)
    {
        fixed (byte* all = bytes)
            Require(OpenMpi.MPI_Bcast(all, bytes.Length, _byte, 0, _world));
    }

    /// <inheritdoc/>
    public void Barrier() => Require(OpenMpi.MPI_Barrier(_world));

    /// <summary>Ends all ranks at once, this one with them; the launcher's exit code is <paramref name="exitCode"/>.</summary>
    public void Abort(int exitCode) => Require(OpenMpi.MPI_Abort(_world, exitCode));

    /// <summary>Leaves the job, when all ranks do.</summary>
    public void Dispose() => Require(OpenMpi.MPI_Finalize());

    // Open MPI ends the process before it returns a code; this is for whoever has told it otherwise
    private static void Require(int code)
    {
        if (code != 0)
            throw new OpenMpiException($"Open MPI failed with code {code}.");
    }

    private void PlaceAll(ReadOnlySpan<int> lengths)
    {
        for (var rank = 1; rank < Size; rank++)
            _places[rank] = _places[rank - 1] + lengths[rank - 1];
    }
}
