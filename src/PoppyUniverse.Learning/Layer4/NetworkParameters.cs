using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning;

/// <summary>
/// The learned numbers of one network, in their true sizes (kernels pad them for themselves). U users, V values, T types;
/// the last row of the user, value and type tables stands for "unknown". D factors, O outputs.
/// </summary>
public sealed class NetworkParameters : INetworkParameters
{
    /// <summary>Outputs of the rating network: expected Strength, then five class logits.</summary>
    public const int RatingOutputs = 1 + Interaction.StrengthClasses;

    private const double EmbeddingDeviation = 0.1;
    private const double HourDeviation = 0.3;

    private NetworkParameters(string prefix, NetworkOptions options, int users, Catalog? catalog, int outputs)
    {
        (Users, Values, Types, Outputs) = (users, catalog?.ValueCount ?? 0, catalog?.TypeCount ?? 0, outputs);
        var (sizes, factors) = (options.Embeddings, options.Factors);
        UserEmbedding = Table("user.embedding", users + 1, sizes.User);
        UserFactor = Table("user.factor", users + 1, factors);
        UserBias = Table("user.bias", users + 1, outputs);
        if (catalog is not null)
            Value = new(Table("type.embedding", Types + 1, sizes.Type), Table("value.embedding", Values + 1, sizes.Value), Table("value.factor", Values + 1, factors), Table("value.bias", Values + 1, outputs));
        HourEmbedding = Table("hour.embedding", TimeSlot.Hours, sizes.Hour);
        HourFactor = Table("hour.factor", TimeSlot.Hours, factors);
        DayEmbedding = Table("day.embedding", TimeSlot.Days, sizes.Day);
        DayFactor = Table("day.factor", TimeSlot.Days, factors);
        int[] widths = [sizes.User + (catalog is null ? 0 : sizes.Type + sizes.Value) + sizes.Hour + sizes.Day, .. options.Hidden];
        HiddenWeights = [.. options.Hidden.Select((width, layer) => Table($"hidden.{layer}.weight", widths[layer], width))];
        HiddenBiases = [.. options.Hidden.Select((width, layer) => Row($"hidden.{layer}.bias", width))];
        OutputWeight = Table("output.weight", widths[^1], outputs);
        FactorWeight = Table("factor.weight", factors, outputs);
        OutputBias = Row("output.bias", outputs);

        NamedTensor Table(string name, int rows, int columns) => new(prefix + name, [rows, columns], new float[checked(rows * columns)]);
        NamedTensor Row(string name, int width) => new(prefix + name, [width], new float[width]);
    }

    /// <summary>Number of known users U.</summary>
    public int Users { get; }

    /// <summary>Number of known values V.</summary>
    public int Values { get; }

    /// <summary>Number of known types T.</summary>
    public int Types { get; }

    /// <summary>Number of outputs O.</summary>
    public int Outputs { get; }

    /// <summary>(U + 1 × user size).</summary>
    public NamedTensor UserEmbedding { get; }

    /// <summary>(U + 1 × O), added to the outputs.</summary>
    public NamedTensor UserBias { get; }

    /// <summary>(U + 1 × D), the user's part of the product term.</summary>
    public NamedTensor UserFactor { get; }

    /// <summary>What belongs to values and types; null in the choice network, which takes none.</summary>
    public ValueParameters? Value { get; }

    /// <summary>(24 × hour size).</summary>
    public NamedTensor HourEmbedding { get; }

    /// <summary>(24 × D), the hour's factors, less 1.</summary>
    public NamedTensor HourFactor { get; }

    /// <summary>(7 × day size), Monday first.</summary>
    public NamedTensor DayEmbedding { get; }

    /// <summary>(7 × D), the day's factors, less 1.</summary>
    public NamedTensor DayFactor { get; }

    /// <summary>Layer k: (its input width × its width). The first takes user, type, value, hour, day, in this order.</summary>
    public IReadOnlyList<NamedTensor> HiddenWeights { get; }

    /// <summary>Layer k: (its width).</summary>
    public IReadOnlyList<NamedTensor> HiddenBiases { get; }

    /// <summary>(last hidden width × O).</summary>
    public NamedTensor OutputWeight { get; }

    /// <summary>(D × O), from the product term to the outputs.</summary>
    public NamedTensor FactorWeight { get; }

    /// <summary>(O).</summary>
    public NamedTensor OutputBias { get; }

    /// <summary>Every tensor, in the order they are saved; those of the product term only when there is one.</summary>
    public IEnumerable<NamedTensor> All =>
        ((NamedTensor[])
        [
            UserEmbedding, UserFactor, UserBias, .. Value?.All ?? [], HourEmbedding, HourFactor, DayEmbedding, DayFactor,
            .. HiddenWeights.Zip(HiddenBiases, (weight, bias) => new[] { weight, bias }).SelectMany(layer => layer), OutputWeight, FactorWeight, OutputBias,
        ]).Where(tensor => tensor.Data.Length > 0);

    /// <summary>Whether a tensor of these has a row for each user.</summary>
    internal bool IsUserTable(NamedTensor tensor) => ReferenceEquals(tensor, UserEmbedding) || ReferenceEquals(tensor, UserFactor) || ReferenceEquals(tensor, UserBias);

    NetworkParameters INetworkParameters.Network => this;

    /// <summary>Parameters of zeros of a rating network, to be filled.</summary>
    public static NetworkParameters OfRating(NetworkOptions options, int users, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(catalog);
        return new("", options, users, catalog, RatingOutputs);
    }

    /// <summary>Parameters of zeros of a choice network's queries, to be filled.</summary>
    public static NetworkParameters OfQueries(ChoiceNetworkOptions options, int users)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new("choice.", options, users, null, options.VectorSize);
    }

    /// <summary>
    /// Draws what training starts from: embeddings and factors N(0, 0.1²), factors of the hour N(0, 0.3²), hidden weights
    /// N(0, 2 / inputs) (He et al., 2015). Biases and output weights stay 0, so that the first answer is the bias.
    /// </summary>
    public void Draw(RandomStream random) => Draw(random, (0, Users));

    /// <summary>
    /// The same when the known users are some of a greater number: those from <paramref name="users"/>.First on, of All. Each
    /// draws what it would draw among all.
    /// </summary>
    internal void Draw(RandomStream random, (int First, int All) users)
    {
        UserEmbedding.DrawNormal(EmbeddingDeviation, random, users);
        UserFactor.DrawNormal(EmbeddingDeviation, random, users);
        foreach (var table in (NamedTensor?[])[Value?.Type, Value?.Embedding, Value?.Factor, HourEmbedding, DayEmbedding, DayFactor])
            table?.DrawNormal(EmbeddingDeviation, random);
        HourFactor.DrawNormal(HourDeviation, random);
        foreach (var weight in HiddenWeights)
            weight.DrawNormal(Math.Sqrt(2.0 / weight.Shape[0]), random);
    }
}
