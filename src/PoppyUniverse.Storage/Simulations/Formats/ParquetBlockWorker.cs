using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations.Blocks;
using PoppyUniverse.Storage.Simulations.Files;

namespace PoppyUniverse.Storage.Simulations.Formats;

/// <summary>Generates blocks as row groups; a block that is larger than a row group may be takes several.</summary>
internal sealed class ParquetBlockWorker(Simulator simulator, ParquetRows file, BlockOutput output, CancellationToken cancellation) : IBlockWorker
{
    private const int PieceRows = 4_096;
    private const int MostGroupRows = 1 << 18;

    private readonly SimulatedRows _rows = new(PieceRows);
    private readonly ParquetPiece _group = new(MostGroupRows);

    public void Work(int block, Turns.Turn turn)
    {
        var open = simulator.Open(block);
        while (open.Read(_rows))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_group.HasRoomFor(_rows.Count))
                Write(turn);
            _group.Add(_rows);
        }

        Write(turn);
        output.EndBlock(block, open.RowCount);
    }

    public void Dispose()
    {
    }

    private void Write(Turns.Turn turn)
    {
        turn.Await();
        if (_group.Count > 0)
            file.Write(_group);
        _group.Clear();
    }
}
