namespace PoppyUniverse.Storage.Parquet;

/// <summary>Whether a row group is wanted.</summary>
/// <param name="number">The group, from 0.</param>
/// <param name="count">Number of row groups.</param>
/// <param name="users">The smallest and the greatest user id there; null when the file does not tell, or ids are texts.</param>
internal delegate bool RowGroupChoice(int number, int count, (long Least, long Most)? users);
