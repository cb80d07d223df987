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

    public static void Run(int rounds)
    {
        var catalog = Catalog.PoppyUniverse;
        var rows = Users * catalog.ValueCount;
        int[] users = [.. Enumerable.Range(0, rows).Select(row => row / catalog.ValueCount)], values = [.. Enumerable.Range(0, rows).Select(row => row % catalog.ValueCount)];
        var model = Model();
        var buffer = new PredictionBuffer(rows, PredictionTargets.Strength | PredictionTargets.Class);
        var path = Path.GetTempFileName();
        Child.Make("layer4_onnx.py", $"{Users}", path);
        using var session = new InferenceSession(path, new SessionOptions { IntraOpNumThreads = Threads, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL });
        var results = new Rounds(rounds)
            .Add("poppy", () => Repeat(rows, () => Poppy(model, users, values, buffer)))
            .Add("ONNX Runtime", () => Repeat(rows, () => Onnx(session, catalog, users, values)))
            .Run();
        File.Delete(path);
        new Report("Scoring with Layer 4")
            .Say($"Rows a second: {Users:N0} users × {catalog.ValueCount} values at one hour, expected Strength and class probabilities, {Threads} threads, through the public API; medians of {rounds} alternating rounds. ONNX Runtime runs the same network exported from PyTorch, {RowsAtATime:N0} rows at a time, and gives logits without the softmax.")
            .Table(["poppy", "ONNX Runtime", "ratio"], [[Report.Rate(results["poppy"].Median), Report.Rate(results["ONNX Runtime"].Median), results["poppy"].Over(results["ONNX Runtime"]).ToString("0.0 ×", CultureInfo.InvariantCulture)]])
            .Save("scoring.md");
    }

    private static Layer4Model Model()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Users = Users, Interactions = 100_000 }, 1).ToLog();
        return Layer4Trainer.Train(log, new() { Rating = new() { Epochs = 1 } }, RandomStream.FromSeed(1), new() { Threads = Threads }).Model;
    }

    private static double Repeat(int rows, Action work)
    {
        var clock = Stopwatch.StartNew();
        long done = 0;
        for (; clock.Elapsed.TotalSeconds < Seconds; done += rows)
            work();
        return done / clock.Elapsed.TotalSeconds;
    }

    private static void Poppy(Layer4Model model, int[] users, int[] values, PredictionBuffer buffer)
    {
        var slots = new TimeSlot[RowsAtATime];
        Parallel.For(0, users.Length / RowsAtATime, new ParallelOptions { MaxDegreeOfParallelism = Threads }, part =>
        {
            var first = part * RowsAtATime;
            model.Score(new(users.AsSpan(first, RowsAtATime), values.AsSpan(first, RowsAtATime), slots), buffer.Slice(first, RowsAtATime));
        });
    }

    private static void Onnx(InferenceSession session, Catalog catalog, int[] users, int[] values)
    {
        long[] time = new long[RowsAtATime], shape = [RowsAtATime];
        for (var first = 0; first < users.Length; first += RowsAtATime)
        {
            using var user = Tensor(users.AsSpan(first, RowsAtATime));
            using var value = Tensor(values.AsSpan(first, RowsAtATime));
            using var kind = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values[first..(first + RowsAtATime)], v => (long)catalog.TypeOfValue[v]), shape);
            using var hour = OrtValue.CreateTensorValueFromMemory(time, shape);
            using var answers = session.Run(new RunOptions(), ["user", "kind", "value", "hour", "day"], [user, kind, value, hour, hour], ["outputs"]);
        }

        static OrtValue Tensor(ReadOnlySpan<int> column)
        {
            var longs = new long[column.Length];
            for (var i = 0; i < longs.Length; i++)
                longs[i] = column[i];
            return OrtValue.CreateTensorValueFromMemory(longs, [longs.Length]);
        }
    }
}
