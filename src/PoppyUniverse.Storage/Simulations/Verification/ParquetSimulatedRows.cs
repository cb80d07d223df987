using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Storage.Simulations.Verification;

/// <summary>The rows of a simulated Parquet file, from first to last.</summary>
internal sealed class ParquetSimulatedRows(string path, Simulator simulator) : ISimulatedRows
{
    private readonly IEnumerator<ParquetPiece> _groups = ParquetGroups.Of(path, simulator.Catalog).GetEnumerator();
    private ParquetPiece? _group;
    private int _next;

    public bool CanSkip => false;

    public void MoveTo(long row)
    {
    }

    public void Compare(SimulatedRows rows)
    {
        for (var i = 0; i < rows.Count; i++, _next++)
        {
            if (!HasRow())
                throw Difference(rows, i, "nothing");
            var (found, row) = (_group!, _next);
            var same = found.Ids[row] == rows.FirstRow + i + 1 && found.Users[row] == Simulator.FirstUserId + rows.UserIndices[i]
                && found.Values[row] == rows.ValueIndices[i] && found.Strengths[row] == rows.Strengths[i] && found.Times[row] == rows.UnixMicroseconds[i];
            if (!same)
                throw Difference(rows, i, $"user {found.Users[row]}, {simulator.Catalog.Values[found.Values[row]]}, {found.Strengths[row]}, {found.Times[row]} µs");
        }
    }

    public void RequireEnd()
    {
        if (HasRow())
            throw new DataFormatException(path, 0, 0, "goes on after its last row.");
    }

    public void Dispose() => _groups.Dispose();

    private bool HasRow()
    {
        while (_group is null || _next == _group.Count)
        {
            if (!_groups.MoveNext())
                return false;
            (_group, _next) = (_groups.Current, 0);
        }

        return true;
    }

    private DataFormatException Difference(SimulatedRows rows, int i, string found) =>
        new(path, 0, 0, FormattableString.Invariant(
            $"interaction {rows.FirstRow + i + 1}: is {found}; expected user {Simulator.FirstUserId + rows.UserIndices[i]}, {simulator.Catalog.Values[rows.ValueIndices[i]]}, {rows.Strengths[i]}, {rows.UnixMicroseconds[i]} µs."));
}
