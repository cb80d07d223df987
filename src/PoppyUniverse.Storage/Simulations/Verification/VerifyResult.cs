namespace PoppyUniverse.Storage.Simulations.Verification;

/// <summary>What was verified, and found to be as it should.</summary>
/// <param name="Manifest">The file's manifest.</param>
/// <param name="Blocks">Blocks generated again and compared.</param>
/// <param name="BlocksOfFile">Blocks of the file.</param>
/// <param name="Rows">Rows compared.</param>
public sealed record VerifyResult(SimulationManifest Manifest, int Blocks, int BlocksOfFile, long Rows);
