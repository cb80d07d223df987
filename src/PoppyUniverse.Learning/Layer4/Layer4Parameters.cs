using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>
/// All learned numbers of Layer 4, in their true sizes (kernels pad them for themselves). U users, V values, T types; the
/// last row of the user, value and type tables stands for "unknown". O = 6 outputs: expected Strength, then five class
/// logits.
/// </summary>
public sealed class Layer4Parameters
{
    /// <summary>Outputs of the network: Strength, then five class logits.</summary>
    public const int Outputs = 1 + Interaction.StrengthClasses;

    private const double EmbeddingDeviation = 0.1;

    private Layer4Parameters(Layer4Options options, int users, int values, int types)
    {
        (Users, Values, Types) = (users, values, types);
        var sizes = options.Embeddings;
        UserEmbedding = new("user.embedding", [users + 1, sizes.User], new float[(users + 1L) * sizes.User]);
        UserBias = new("user.bias", [users + 1, Outputs], new float[(users + 1L) * Outputs]);
        TypeEmbedding = Table("type.embedding", types + 1, sizes.Type);
        ValueEmbedding = Table("value.embedding", values + 1, sizes.Value);
        ValueBias = Table("value.bias", values + 1, Outputs);
        HourEmbedding = Table("hour.embedding", TimeSlot.Hours, sizes.Hour);
        DayEmbedding = Table("day.embedding", TimeSlot.Days, sizes.Day);
        int[] widths = [sizes.Sum, .. options.Hidden];
        HiddenWeights = [.. options.Hidden.Select((width, layer) => Table($"hidden.{layer}.weight", widths[layer], width))];
        HiddenBiases = [.. options.Hidden.Select((width, layer) => new NamedTensor($"hidden.{layer}.bias", [width], new float[width]))];
        OutputWeight = Table("output.weight", widths[^1], Outputs);
        OutputBias = new("output.bias", [Outputs], new float[Outputs]);
    }

    /// <summary>Number of known users U.</summary>
    public int Users { get; }

    /// <summary>Number of known values V.</summary>
    public int Values { get; }

    /// <summary>Number of known types T.</summary>
    public int Types { get; }

    /// <summary>(U + 1 × user size).</summary>
    public NamedTensor UserEmbedding { get; }

    /// <summary>(U + 1 × O), added to the outputs.</summary>
    public NamedTensor UserBias { get; }

    /// <summary>(T + 1 × type size).</summary>
    public NamedTensor TypeEmbedding { get; }

    /// <summary>(V + 1 × value size).</summary>
    public NamedTensor ValueEmbedding { get; }

    /// <summary>(V + 1 × O), added to the outputs.</summary>
    public NamedTensor ValueBias { get; }

    /// <summary>(24 × hour size).</summary>
    public NamedTensor HourEmbedding { get; }

    /// <summary>(7 × day size), Monday first.</summary>
    public NamedTensor DayEmbedding { get; }

    /// <summary>Layer k: (its input width × its width). The first takes user, type, value, hour, day, in this order.</summary>
    public IReadOnlyList<NamedTensor> HiddenWeights { get; }

    /// <summary>Layer k: (its width).</summary>
    public IReadOnlyList<NamedTensor> HiddenBiases { get; }

    /// <summary>(last hidden width × O).</summary>
    public NamedTensor OutputWeight { get; }

    /// <summary>(O).</summary>
    public NamedTensor OutputBias { get; }

    /// <summary>Every tensor, in the order they are saved.</summary>
    public IEnumerable<NamedTensor> All =>
    [
        UserEmbedding, UserBias, TypeEmbedding, ValueEmbedding, ValueBias, HourEmbedding, DayEmbedding,
        .. HiddenWeights.Zip(HiddenBiases, (weight, bias) => new[] { weight, bias }).SelectMany(layer => layer), OutputWeight, OutputBias,
    ];

    /// <summary>Parameters of zeros, to be filled.</summary>
    public static Layer4Parameters Zeros(Layer4Options options, int users, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(catalog);
        return new(options, users, catalog.ValueCount, catalog.TypeCount);
    }

    /// <summary>
    /// Parameters to start training from: embeddings N(0, 0.1²), hidden weights N(0, 2 / inputs) (He et al., 2015), biases
    /// and output weights 0, so that the first answer is the output bias for everyone.
    /// </summary>
    public static Layer4Parameters Initial(Layer4Options options, int users, Catalog catalog, RandomStream random)
    {
        var start = Zeros(options, users, catalog);
        foreach (var table in (NamedTensor[])[start.UserEmbedding, start.TypeEmbedding, start.ValueEmbedding, start.HourEmbedding, start.DayEmbedding])
            Fill(table, EmbeddingDeviation, random.Split(table.Name));
        foreach (var weight in start.HiddenWeights)
            Fill(weight, Math.Sqrt(2.0 / weight.Shape[0]), random.Split(weight.Name));
        return start;
    }

    private static void Fill(NamedTensor tensor, double deviation, RandomStream random)
    {
        var draws = random.Sequence();
        foreach (ref var entry in tensor.Data.AsSpan())
            entry = (float)(deviation * PortableMath.NormalQuantile(draws.NextDouble()));
    }

    private static NamedTensor Table(string name, int rows, int columns) => new(name, [rows, columns], new float[rows * columns]);
}
