using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning;

/// <summary>
/// The learned numbers of the choice network: a network that makes a query of K numbers from user, hour and day, and a
/// vector and a bias for each of V values. Logit of a value = vector · query + bias.
/// </summary>
public sealed class ChoiceParameters : INetworkParameters
{
    private const double VectorDeviation = 0.1;

    private ChoiceParameters(ChoiceNetworkOptions options, int users, int values)
    {
        Queries = NetworkParameters.OfQueries(options, users);
        ValueVector = new("choice.value.vector", [values, options.VectorSize], new float[checked(values * options.VectorSize)]);
        ValueBias = new("choice.value.bias", [values], new float[values]);
    }

    /// <summary>The network that makes queries; its user biases are the users' own part of the query.</summary>
    public NetworkParameters Queries { get; }

    /// <summary>(V × K).</summary>
    public NamedTensor ValueVector { get; }

    /// <summary>(V).</summary>
    public NamedTensor ValueBias { get; }

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> All => [.. Queries.All, ValueVector, ValueBias];

    NetworkParameters INetworkParameters.Network => Queries;

    /// <summary>Parameters of zeros, to be filled.</summary>
    public static ChoiceParameters Zeros(ChoiceNetworkOptions options, int users, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(options, users, catalog.ValueCount);
    }

    /// <summary>What training starts from: the popularity of values for everyone.</summary>
    internal static ChoiceParameters Start(ChoiceNetworkOptions options, LogStatistics statistics, (RandomStream Random, (int First, int All) Users) draw)
    {
        var start = new ChoiceParameters(options, statistics.UserCounts.Length, statistics.ValueCounts.Length);
        start.Queries.Draw(draw.Random, draw.Users);
        start.ValueVector.DrawNormal(VectorDeviation, draw.Random);
        var all = PortableMath.Log(statistics.Rows + (double)statistics.ValueCounts.Length);
        for (var value = 0; value < statistics.ValueCounts.Length; value++)
            start.ValueBias.Data[value] = (float)(PortableMath.Log(statistics.ValueCounts[value] + 1) - all);
        return start;
    }
}
