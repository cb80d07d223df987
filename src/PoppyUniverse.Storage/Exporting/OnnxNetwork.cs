using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Exporting;

/// <summary>One of Layer 4's networks as steps of a graph: docs/model.md draws it.</summary>
internal static class OnnxNetwork
{
    /// <summary>Adds a network; returns its outputs, (rows × O).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="network">The network.</param>
    /// <param name="catalog">Gives each value its type.</param>
    /// <param name="inputs">Names of the inputs; the value's is not read by a network that takes none.</param>
    public static string Add(OnnxGraph graph, NetworkParameters network, Catalog catalog, (string User, string Value, string Hour, string Day) inputs)
    {
        var type = network.Value is null ? "" : TypeOf(graph, catalog, inputs.Value);
        List<string> fields = [Rows(network.UserEmbedding, inputs.User)];
        if (network.Value is { } value)
            fields.AddRange([Rows(value.Type, type), Rows(value.Embedding, inputs.Value)]);
        fields.AddRange([Rows(network.HourEmbedding, inputs.Hour), Rows(network.DayEmbedding, inputs.Day)]);
        var layer = graph.StepAlong("Concat", 1, fields);
        foreach (var (weight, bias) in network.HiddenWeights.Zip(network.HiddenBiases))
            layer = graph.Step("Relu", graph.Dense(layer, Constant(weight), Constant(bias)));
        var outputs = graph.Dense(layer, Constant(network.OutputWeight), Constant(network.OutputBias));
        outputs = graph.Step("Add", outputs, Rows(network.UserBias, inputs.User));
        if (network.Value is { } values)
            outputs = graph.Step("Add", outputs, Rows(values.Bias, inputs.Value));
        return network.FactorWeight.Data.Length == 0 ? outputs : graph.Step("Add", outputs, graph.Step("MatMul", Product(), Constant(network.FactorWeight)));

        // user · value · (1 + hour) · (1 + day); the ones are added here, once
        string Product()
        {
            var times = graph.Step("Mul", Rows(OnePlus(network.HourFactor), inputs.Hour), Rows(OnePlus(network.DayFactor), inputs.Day));
            var product = graph.Step("Mul", Rows(network.UserFactor, inputs.User), times);
            return network.Value is null ? product : graph.Step("Mul", product, Rows(network.Value.Factor, inputs.Value));
        }

        string Rows(NamedTensor table, string index) => graph.Step("Gather", Constant(table), index);

        string Constant(NamedTensor tensor) => graph.Floats(tensor.Name, tensor.Shape, tensor.Data);
    }

    private static NamedTensor OnePlus(NamedTensor tensor) => tensor with { Data = [.. tensor.Data.Select(entry => 1 + entry)] };

    // The unknown value, the last, is of the unknown type, the last.
    private static string TypeOf(OnnxGraph graph, Catalog catalog, string value)
    {
        long[] types = [.. catalog.TypeOfValue.ToArray().Select(type => (long)type), catalog.TypeCount];
        return graph.Step("Gather", graph.Integers("type_of_value", [types.Length], types), value);
    }
}
