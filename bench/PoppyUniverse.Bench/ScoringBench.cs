using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Bench;

/// <summary>How fast a finished Layer 4 scores users × values, beside ONNX Runtime with the same network.</summary>
internal static class ScoringBench
{
    private const int Users = 10_000;
    private const int Threads = 2;
    private const int RowsAtATime = 21 * 200;
    private const double Seconds = 2;

    private static readonly TimeSlot[] Slots = new TimeSlot[RowsAtATime];

    public static void Run(int rounds)
    {
        var catalog = Catalog.PoppyUniverse;
        var rows = Users * catalog.ValueCount;
        int[] users = [.. Enumerable.Range(0, rows).Select(row => row / catalog.ValueCount)], values = [.. Enumerable.Range(0, rows).Select(row => row % catalog.ValueCount)];
        var model = Model();
        var buffer = new PredictionBuffer(rows, PredictionTargets.Strength | PredictionTargets.Class);
        var path = Path.GetTempFileName();
        Child.Make("layer4_onnx.py", $"{Users}", path);
        using var shared = Session(path, Threads);
        using var single = Session(path, 1);
        var results = new Rounds(rounds)
            .Add("poppy", () => Rate(Threads, rows, first => Poppy(model, users, values, buffer, first)))
            .Add("inside a batch", () => Rate(1, rows, first => Onnx(shared, catalog, users, values, first)))
            .Add("batches side by side", () => Rate(Threads, rows, first => Onnx(single, catalog, users, values, first)))
            .Run();
        File.Delete(path);
        var peer = results.Where(entry => entry.Key != "poppy").MaxBy(entry => entry.Value.Median);
        new Report("Scoring with Layer 4")
            .Say($"Rows a second: {Users:N0} users × {catalog.ValueCount} values at one hour, expected Strength and class probabilities, {Threads} threads, through the public API; medians of {rounds} alternating rounds. ONNX Runtime runs the same network exported from PyTorch, softmax included, {RowsAtATime:N0} rows at a time like ours; its {Threads} threads share each batch or take batches side by side, and the better one counts. Threads that take batches side by side go on without waiting for each other.")
            .Table(["poppy", "ONNX Runtime", "threads share", "ratio"], [[Report.Rate(results["poppy"].Median), Report.Rate(peer.Value.Median), peer.Key, results["poppy"].Over(peer.Value).ToString("0.0 ×", CultureInfo.InvariantCulture)]])
            .Save(Report.OfWidth("scoring"));
    }

    private static InferenceSession Session(string path, int threads) =>
        new(path, new SessionOptions { IntraOpNumThreads = threads, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL });

    private static Layer4Model Model()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Users = Users, Interactions = 100_000 }, 1).ToLog();
        return Layer4Trainer.Train(log, new() { Rating = new() { Epochs = 1 } }, RandomStream.FromSeed(1), new() { Threads = Threads }).Model;
    }

    // Each thread takes the next batch, over and over: none waits for another at the end of the rows.
    private static double Rate(int threads, int rows, Action<int> score)
    {
        var clock = Stopwatch.StartNew();
        var (next, batches) = (-1L, rows / RowsAtATime);
        Parallel.For(0, threads, _ =>
        {
            while (clock.Elapsed.TotalSeconds < Seconds)
                score((int)(Interlocked.Increment(ref next) % batches) * RowsAtATime);
        });
        return (next + 1.0) * RowsAtATime / clock.Elapsed.TotalSeconds;
    }

    private static void Poppy(Layer4Model model, int[] users, int[] values, PredictionBuffer buffer, int first) =>
        model.Score(new(users.AsSpan(first, RowsAtATime), values.AsSpan(first, RowsAtATime), Slots), buffer.Slice(first, RowsAtATime));

    private static void Onnx(InferenceSession session, Catalog catalog, int[] users, int[] values, int first)
    {
        long[] time = new long[RowsAtATime], shape = [RowsAtATime];
        using var user = Tensor(users.AsSpan(first, RowsAtATime));
        using var value = Tensor(values.AsSpan(first, RowsAtATime));
        using var kind = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values[first..(first + RowsAtATime)], v => (long)catalog.TypeOfValue[v]), shape);
        using var hour = OrtValue.CreateTensorValueFromMemory(time, shape);
        using var options = new RunOptions();
        using var answers = session.Run(options, ["user", "kind", "value", "hour", "day"], [user, kind, value, hour, hour], ["strength", "probabilities"]);

        static OrtValue Tensor(ReadOnlySpan<int> column)
        {
            var longs = new long[column.Length];
            for (var i = 0; i < longs.Length; i++)
                longs[i] = column[i];
            return OrtValue.CreateTensorValueFromMemory(longs, [longs.Length]);
        }
    }
}
