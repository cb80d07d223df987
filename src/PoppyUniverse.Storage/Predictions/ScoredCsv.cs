using System.Text;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Predictions;

/// <summary>Scores CSV: while one batch is scored and written, the next one is read.</summary>
internal static class ScoredCsv
{
    /// <summary>Copies a file with predictions behind each row.</summary>
    public static ScoredRows Write(
        IRecommender model, InteractionRowReader rows, Stream output, (int Threads, IProgress<ReadProgress>? Progress, ICollective Ranks) run, CancellationToken cancellation)
    {
        var names = rows.Headers.Select(name => CsvText.Quote(name, rows.Separator)).Concat(ScoredColumns.Names(model.Targets));
        output.Write(Encoding.UTF8.GetBytes(string.Join(rows.Separator, names) + "\n"));
        var lookup = new CandidateLookup(model);
        if (run.Ranks.Size > 1)
        {
            WriteShared(new(model, lookup), rows, output, run, cancellation);
            return new(rows.RowCount, lookup.UnknownUsers, lookup.UnknownValues, rows.SkippedCount);
        }

        var (batch, next) = (new CsvCandidates(model, lookup), new CsvCandidates(model, lookup));
        batch.Fill(rows);
        while (batch.Count > 0)
        {
            var into = next;
            var filling = run.Threads > 1 ? Task.Run(() => into.Fill(rows), CancellationToken.None) : null;
            try
            {
                batch.Write(output, rows.Separator, run.Threads, cancellation);
            }
            finally
            {
                // whatever happens, nobody may read on once the caller closes the file
                (filling as IAsyncResult)?.AsyncWaitHandle.WaitOne();
            }

            if (filling is null)
                into.Fill(rows);
            else
                filling.GetAwaiter().GetResult();
            run.Progress?.Report(new(rows.ByteOffset, rows.ByteCount, rows.RowCount));
            (batch, next) = (next, batch);
        }

        return new(rows.RowCount, lookup.UnknownUsers, lookup.UnknownValues, rows.SkippedCount);
    }

    // In each round a batch a rank: all ranks read all of them, each scores its own, and rank 0 writes them in order.
    private static void WriteShared(
        CsvCandidates batch, InteractionRowReader rows, Stream output, (int Threads, IProgress<ReadProgress>? Progress, ICollective Ranks) run, CancellationToken cancellation)
    {
        for (var isAtEnd = false; !isAtEnd;)
        {
            using var own = new MemoryStream();
            for (var rank = 0; rank < run.Ranks.Size && !isAtEnd; rank++)
            {
                isAtEnd = !batch.Fill(rows);
                if (rank == run.Ranks.Rank)
                    batch.Write(own, rows.Separator, run.Threads, cancellation);
            }

            if (run.Ranks.Gather<byte>(own.GetBuffer().AsSpan(0, (int)own.Length)) is { } all)
                output.Write(all);
            run.Progress?.Report(new(rows.ByteOffset, rows.ByteCount, rows.RowCount));
        }
    }
}
