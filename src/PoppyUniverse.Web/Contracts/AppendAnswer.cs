namespace PoppyUniverse.Web.Contracts;

/// <summary>What became of a batch; it is on the disk now.</summary>
/// <param name="Added">Rows stored.</param>
/// <param name="Duplicates">Rows that had been stored before under their key.</param>
public sealed record AppendAnswer(int Added, int Duplicates);
