using PoppyUniverse.Simulation;

namespace PoppyUniverse.Storage.Simulations.Verification;

/// <summary>The rows of a file, to be held against generated ones.</summary>
internal interface ISimulatedRows : IDisposable
{
    /// <summary>Whether rows can be found without reading those before them.</summary>
    bool CanSkip { get; }

    /// <summary>Goes to a row, by its number in the whole simulation.</summary>
    void MoveTo(long row);

    /// <summary>Compares the next rows.</summary>
    /// <exception cref="DataFormatException">The first difference.</exception>
    void Compare(SimulatedRows rows);

    /// <summary>Requires that no row is left.</summary>
    void RequireEnd();
}
