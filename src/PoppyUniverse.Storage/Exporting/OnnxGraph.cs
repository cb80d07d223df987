using System.Runtime.InteropServices;

namespace PoppyUniverse.Storage.Exporting;

/// <summary>
/// A network in the ONNX format, built node by node; methods return the name of what they compute. Field numbers are those of
/// onnx.proto, IR version 8, operators of opset 17.
/// </summary>
internal sealed class OnnxGraph(string name)
{
    private const int IrVersion = 8;
    private const int Opset = 17;
    private const int FloatType = 1;
    private const int Int64Type = 7;
    private const int FloatAttribute = 1;
    private const int IntAttribute = 2;
    private const string Rows = "rows"; // the dimension that callers choose

    private readonly List<ProtobufWriter> _nodes = [];
    private readonly List<ProtobufWriter> _initializers = [];
    private readonly List<ProtobufWriter> _inputs = [];
    private readonly List<ProtobufWriter> _outputs = [];
    private int _steps;

    /// <summary>An input of whole numbers, (rows).</summary>
    public string Input(string input)
    {
        _inputs.Add(ValueInfo(input, Int64Type, null));
        return input;
    }

    /// <summary>Declares what a caller gets, (rows) or (rows × width) floats, computed by an earlier step.</summary>
    public void Output(string output, string step, int? width)
    {
        _nodes.Add(new ProtobufWriter().Text(1, step).Text(2, output).Text(3, output).Text(4, "Identity"));
        _outputs.Add(ValueInfo(output, FloatType, width));
    }

    /// <summary>Constant floats.</summary>
    public string Floats(string constant, IReadOnlyList<int> shape, ReadOnlySpan<float> data) =>
        Constant(constant, FloatType, shape, MemoryMarshal.AsBytes(data));

    /// <summary>Constant whole numbers; a single one of an empty shape is a scalar.</summary>
    public string Integers(string constant, IReadOnlyList<int> shape, ReadOnlySpan<long> data) =>
        Constant(constant, Int64Type, shape, MemoryMarshal.AsBytes(data));

    /// <summary>A step of the given operator.</summary>
    public string Step(string operation, params IReadOnlyList<string> inputs) => Step(operation, inputs, []);

    /// <summary>A step along an axis.</summary>
    public string StepAlong(string operation, int axis, params IReadOnlyList<string> inputs) =>
        Step(operation, inputs, [new ProtobufWriter().Text(1, "axis").Integer(3, axis).Integer(20, IntAttribute)]);

    /// <summary>Input times weight plus bias.</summary>
    public string Dense(string input, string weight, string bias) =>
        Step("Gemm", [input, weight, bias], [new ProtobufWriter().Text(1, "alpha").Float(2, 1).Integer(20, FloatAttribute)]);

    /// <summary>The whole model.</summary>
    /// <param name="metadata">Texts for whoever loads it.</param>
    public ReadOnlySpan<byte> ToModel(IEnumerable<(string Key, string Value)> metadata)
    {
        var graph = new ProtobufWriter().Messages(1, _nodes).Text(2, name).Messages(5, _initializers).Messages(11, _inputs).Messages(12, _outputs);
        return new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "poppy")
            .Message(7, graph)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, Opset))
            .Messages(14, metadata.Select(entry => new ProtobufWriter().Text(1, entry.Key).Text(2, entry.Value)))
            .Written;
    }

    private string Step(string operation, IReadOnlyList<string> inputs, IReadOnlyList<ProtobufWriter> attributes)
    {
        var output = FormattableString.Invariant($"{operation}_{_steps++}");
        var node = new ProtobufWriter();
        foreach (var input in inputs)
            node.Text(1, input);
        _nodes.Add(node.Text(2, output).Text(3, output).Text(4, operation).Messages(5, attributes));
        return output;
    }

    private string Constant(string constant, int type, IReadOnlyList<int> shape, ReadOnlySpan<byte> data)
    {
        var tensor = new ProtobufWriter();
        foreach (var size in shape)
            tensor.Integer(1, size);
        _initializers.Add(tensor.Integer(2, type).Text(8, constant).Bytes(9, data));
        return constant;
    }

    private static ProtobufWriter ValueInfo(string value, int type, int? width)
    {
        var shape = new ProtobufWriter().Message(1, new ProtobufWriter().Text(2, Rows));
        if (width is { } columns)
            shape.Message(1, new ProtobufWriter().Integer(1, columns));
        var tensor = new ProtobufWriter().Integer(1, type).Message(2, shape);
        return new ProtobufWriter().Text(1, value).Message(2, new ProtobufWriter().Message(1, tensor));
    }
}
