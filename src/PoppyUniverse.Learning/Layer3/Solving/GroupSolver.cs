using System.Collections.Concurrent;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>Solves the ridge regressions of all groups, several at a time; the bits do not depend on how many.</summary>
/// <param name="rows">The rows of each group.</param>
/// <param name="unknowns">Unknowns of a group.</param>
/// <param name="threads">Worker threads.</param>
internal sealed class GroupSolver(GroupedRows rows, int unknowns, int threads)
{
    private const int GroupsAtATime = 64;

    private readonly ConcurrentBag<NormalEquations> _idle = [];

    /// <summary>Writes the features, the target and the weight of rows into equations.</summary>
    /// <param name="equations">Where they go.</param>
    /// <param name="places">The rows' places in <see cref="GroupedRows.Order"/>.</param>
    public delegate void Gather(NormalEquations equations, (int First, int End) places);

    /// <summary>Solves a group's equations from its sums and keeps the answer.</summary>
    public delegate void Answer(int group, NormalEquations equations, ReadOnlySpan<double> sums);

    /// <summary>Gathers and answers every group.</summary>
    public void Run(Gather gather, Answer answer, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        var blocks = (rows.Groups + GroupsAtATime - 1) / GroupsAtATime;
        Parallel.For(0, blocks, options, block => With(equations =>
        {
            for (var group = block * GroupsAtATime; group < Math.Min(rows.Groups, (block + 1) * GroupsAtATime); group++)
            {
                if (rows.Count(group) > GroupedRows.PieceRows)
                    continue;
                equations.Clear();
                gather(equations, rows.Places(group));
                equations.Flush();
                answer(group, equations, equations.Sums);
            }
        }));
        foreach (var group in rows.Large)
            InPieces(group, (gather, answer), options);
    }

    private void InPieces(int group, (Gather Gather, Answer Answer) work, ParallelOptions options)
    {
        var (first, end) = rows.Places(group);
        var pieces = new double[(end - first + GroupedRows.PieceRows - 1) / GroupedRows.PieceRows][];
        Parallel.For(0, pieces.Length, options, piece => With(equations =>
        {
            var start = first + (piece * GroupedRows.PieceRows);
            equations.Clear();
            work.Gather(equations, (start, Math.Min(end, start + GroupedRows.PieceRows)));
            equations.Flush();
            pieces[piece] = [.. equations.Sums];
        }));
        var sums = pieces[0];
        foreach (var piece in pieces.AsSpan(1))
        {
            for (var i = 0; i < sums.Length; i++)
                sums[i] += piece[i];
        }

        With(equations => work.Answer(group, equations, sums));
    }

    private void With(Action<NormalEquations> work)
    {
        if (!_idle.TryTake(out var equations))
            equations = new(unknowns);
        work(equations);
        _idle.Add(equations);
    }
}
