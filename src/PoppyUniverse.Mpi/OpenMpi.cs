using System.Runtime.InteropServices;

namespace PoppyUniverse.Mpi;

/// <summary>
/// The few functions of Open MPI that are called. Its binary interface: communicators and types are addresses of exported
/// objects. Functions return 0, or an error code if they have not ended the process before, as is MPI's default.
/// </summary>
internal static unsafe partial class OpenMpi
{
    /// <summary>The library of Open MPI 3 and 4, as Debian's libopenmpi3 installs it.</summary>
    public const string Library = "libmpi.so.40";

    /// <summary>Threads take turns.</summary>
    public const int Serialized = 2;

    private const int LongestVersion = 256; // MPI_MAX_LIBRARY_VERSION_STRING

    /// <summary>The address of an object of the library: a communicator, a type.</summary>
    public static nint Handle(nint library, string name) => NativeLibrary.GetExport(library, name);

    /// <summary>"Open MPI v4.1.4, package: …".</summary>
    public static string Version()
    {
        var text = stackalloc byte[LongestVersion];
        return MPI_Get_library_version(text, out var length) == 0 ? System.Text.Encoding.UTF8.GetString(text, length) : "of an unknown version";
    }

    /// <summary>
    /// Lets waiting ranks give up their core, unless the user says otherwise. Where ranks are more than cores, or the kernel
    /// needs a core to bring packets, a message takes milliseconds without it; .NET's own variables do not reach the library.
    /// </summary>
    public static void PreferYielding() => _ = SetEnvironment("OMPI_MCA_mpi_yield_when_idle", "1", overwrite: 0);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library)]
    public static partial int MPI_Get_library_version(byte* version, out int length);

    [LibraryImport(Library)]
    public static partial int MPI_Init_thread(nint argc, nint argv, int required, out int provided);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_rank(nint communicator, out int rank);

    [LibraryImport(Library)]
    public static partial int MPI_Comm_size(nint communicator, out int size);

    [LibraryImport(Library)]
    public static partial int MPI_Allgatherv(byte* own, int count, nint type, byte* all, int* counts, int* places, nint allType, nint communicator);

    [LibraryImport(Library)]
    public static partial int MPI_Gatherv(byte* own, int count, nint type, byte* all, int* counts, int* places, nint allType, int root, nint communicator);

    [LibraryImport(Library)]
    public static partial int MPI_Bcast(byte* bytes, int count, nint type, int root, nint communicator);

    [LibraryImport(Library)]
    public static partial int MPI_Barrier(nint communicator);

    [LibraryImport(Library)]
    public static partial int MPI_Abort(nint communicator, int code);

    [LibraryImport(Library)]
    public static partial int MPI_Finalize();
}
