using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Bench;

/// <summary>How fast Layer 4 trains through the public API, beside PyTorch with the same model and batches, in one run.</summary>
internal static class Layer4Bench
{
    private const int Threads = 2;

    // Multiply-adds of all products, forward and twice backward, two operations each and only those that are of use: of a
    // sample, the hidden layer, the six outputs and the product term (backward to its weights alone, as its factors are fixed);
    // of a user in a batch, its slice of the first layer.
    private const double SampleFlops = 2.0 * ((3 * ((64 * 32) + (32 * 6))) + (2 * 48 * 6));
    private const double UserFlops = 3 * 2.0 * 16 * 64;

    // What else is added and multiplied. Of a sample: 3 table rows forward and 4 back in the first layer, 5 operations a factor
    // in the product term, biases, and the losses: five powers of ten fused multiply-adds and a product, five differences,
    // sums and quotients around them, a logarithm (six fused, six others), 8 for the two losses, 13 for their gradients. Of a
    // user in a batch: an Adam step of its row. Of a batch: the small tables through the first layer, forward and twice
    // backward, the sums of eight lanes, an Adam step of what is shared.
    private const double LossFlops = (5 * 21) + (3 * 5) + 18 + 8 + 13;
    private const double SampleRest = ((3 + 4) * 64) + (5 * 48) + (4 * 6) + (3 * 6) + 32 + LossFlops;
    private const double AdamFlops = 14;
    private const double UserRest = AdamFlops * (16 + 6);
    private const double TableFlops = 3 * 2.0 * 64 * ((3 * 4) + (21 * 8) + (24 * 4) + (7 * 4));
    private const double LayerNumbers = (16 * 64) + (64 * 32) + 32 + (32 * 6) + (48 * 6) + 6 + (21 * 6) + (16 + 6);
    private const double LaneSums = 7 * (LayerNumbers + ((21 + 24 + 7) * 64));
    private const double SharedNumbers = LayerNumbers + ((4 + 8 + 4 + 4) * 64) + 64 + (3 * 4) + (21 * 8) + (24 * 4) + (7 * 4);
    private const double BatchRest = TableFlops + LaneSums + (AdamFlops * SharedNumbers);

    // What is multiplied for nothing, of a sample: two of eight outputs, and users that fill up the last block of eight of a tile
    // of 64 rows, taken as three and a half, forward and backward to their embeddings.
    private const double Padding = (2.0 * 2 * 2 * (32 + 48)) + (UserFlops * 2 / 3 * 3.5 / 64);

    private static readonly (int Rows, int Users, int Batch)[] Cases =
        [(1_000_000, 10_000, 256), (1_000_000, 10_000, 1024), (1_000_000, 10_000, 8192), (12_000, 120, 1024)];

    private static readonly (string Name, string Switch, int Samples)[] Machines =
        [("AVX2", "DOTNET_EnableAVX512", 2_000_000), ("no intrinsics", "DOTNET_EnableHWIntrinsic", 50_000)];

    public static void Run(int rounds, bool withPeer)
    {
        var rows = new List<string[]>();
        foreach (var (rowCount, users, batch) in Cases)
        {
            var log = Log(rowCount, users);
            var measures = new Rounds(rounds)
                .Add("poppy", () => Train(log, batch, Threads))
                .Add("poppy, 1 thread", () => Train(log, batch, 1))
                .Add("FMA peak", () => FmaPeak.Measure(Threads));
            foreach (var (name, off, samples) in Machines)
                measures.Add(name, () => Child.Measure(["layer4-rate", $"{Math.Min(rowCount, samples)}", $"{users}", $"{batch}", $"{samples}"], (off, "0")), warmsUp: false);
            if (withPeer)
            {
                foreach (var (sparse, threads) in new[] { (false, 1), (false, 2), (true, 1), (true, 2) })
                    measures.Add($"PyTorch, {(sparse ? "sparse" : "dense")}, {threads}", () => Peer(rowCount, users, batch, threads, sparse), warmsUp: false);
            }

            var usersOfSample = UsersOfSample(log, batch);
            var products = SampleFlops + (UserFlops * usersOfSample);
            var all = products + SampleRest + (UserRest * usersOfSample) + (BatchRest / batch);
            rows.Add(Row($"{rowCount:N0} rows, {users:N0} users, batch {batch}", (products, all, all + Padding), measures.Run()));
        }

        new Report("Training Layer 4")
            .Say($"Samples a second of the training loop, {Threads} threads, the default rating network (embeddings 16 + 4 + 8 + 4 + 4, hidden 64 and 32, product term of 48 whose factors are fixed, biases, Strength and class heads), Adam; medians of {rounds} alternating rounds. PyTorch is the best of dense and sparse embedding gradients, each with 1 and 2 threads; the ratio is the median of the rounds' ratios. AVX2 and no intrinsics are the same program with the wider vectors switched off; the model's bytes are the same in all of them.")
            .Say($"Share of the peak: additions and multiplications, over the fused multiply-adds (two operations each) that both threads reach in registers in the same round. Products: multiply-adds of all matrix products; a sample takes {SampleFlops / 1000:0.0} kFLOP (hidden layer, six outputs, product term; forward, and backward to inputs and to weights, of the product term to weights alone), and each user that a batch has {UserFlops / 1000:0.0} kFLOP more (its slice of the first layer, made once however many samples it has). All: with additions of table rows, products entry by entry, biases and the losses with their powers and logarithms ({SampleRest / 1000:0.0} kFLOP a sample), the users' Adam steps ({UserRest / 1000:0.0} kFLOP each), and, for each batch, small tables, sums of lanes and Adam ({BatchRest / 1000:0} kFLOP). Executed: with what is multiplied for nothing, where six outputs take eight columns and users fill up a block of eight, taken as half a block a tile of 64 rows ({Padding / 1000:0.0} kFLOP a sample). In none: comparisons, clearing and copying.")
            .Table(["case", "poppy", "1 thread", "AVX2", "no intrinsics", "PyTorch", "best variant", "ratio", "kFLOP a sample: products", "all", "executed", "share of peak: products", "all", "executed"], rows)
            .Save(Report.OfWidth("layer4"));
    }

    /// <summary>One measure, for a child process with other switches.</summary>
    public static double Rate(int rows, int users, int batch, long samples, int? threads = null)
    {
        var log = Log(rows, users);
        var epochs = (int)Math.Clamp(samples / log.Count, 1, 200);
        Train(log, batch, threads ?? Threads, epochs);
        return Train(log, batch, threads ?? Threads, epochs);
    }

    // Distinct users of a batch, on average, for each of its samples.
    private static double UsersOfSample(InteractionLog log, int batch)
    {
        var others = 1 - Math.Min(1, batch / (double)log.Count);
        return LogStatistics.Of(log).UserCounts.Sum(rows => 1 - Math.Pow(others, rows)) / Math.Min(batch, log.Count);
    }

    private static InteractionLog Log(int rows, int users) =>
        new Simulator(BuiltInProfiles.Stargazers with { Users = users, Interactions = rows }, 1).ToLog();

    private static string[] Row(string name, (double Products, double All, double Executed) flops, IReadOnlyDictionary<string, Rates> rates)
    {
        var best = rates.Where(entry => entry.Key.StartsWith("PyTorch", StringComparison.Ordinal)).OrderByDescending(entry => entry.Value.Median).FirstOrDefault();
        var (peer, variant, ratio) = best.Key is null
            ? ("-", "-", "-")
            : (Report.Rate(best.Value.Median), best.Key["PyTorch, ".Length..], rates["poppy"].Over(best.Value).ToString("0.0 ×", CultureInfo.InvariantCulture));
        var share = new Rates([.. rates["poppy"].Values.Zip(rates["FMA peak"].Values, (rate, peak) => rate / peak)]).Median;
        return
        [
            name, Report.Rate(rates["poppy"].Median), Report.Rate(rates["poppy, 1 thread"].Median),
            .. Machines.Select(machine => Report.Rate(rates[machine.Name].Median)), peer, variant, ratio, Thousands(flops.Products), Thousands(flops.All), Thousands(flops.Executed),
            Percent(share * flops.Products), Percent(share * flops.All), Percent(share * flops.Executed),
        ];

        static string Thousands(double number) => (number / 1000).ToString("0.0", CultureInfo.InvariantCulture);

        static string Percent(double fraction) => fraction.ToString("P0", CultureInfo.InvariantCulture);
    }

    private static double Train(InteractionLog log, int batch, int threads, int? epochs = null)
    {
        var options = new Layer4Options { Rating = new() { BatchSize = batch, Epochs = epochs ?? (int)Math.Clamp(4_000_000 / log.Count, 2, 200) }, ValidationFraction = 0, Refit = false };
        return Layer4Trainer.Train(log, options, RandomStream.FromSeed(1), new() { Threads = threads }).SamplesPerSecond;
    }

    private static double Peer(int rows, int users, int batch, int threads, bool sparse) => Child.Python(
        "layer4_torch.py", "--rows", $"{rows}", "--users", $"{users}", "--batch", $"{batch}", "--threads", $"{threads}", "--seconds", "3", sparse ? "--sparse" : "");
}
