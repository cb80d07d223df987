using System.Text.Json;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Exporting;

/// <summary>
/// Layer 4 as ONNX. Inputs are whole numbers, (rows): user and value are the model's indices, -1 for unknown; hour is 0 to 23,
/// day 0 (Monday) to 6. Outputs of the rating network: strength (rows), class_probabilities (rows × 5); of the choice network:
/// choice_probabilities (rows × V).
/// </summary>
public static class OnnxExporter
{
    // The counts that choice is mixed with are a table of users and values in ONNX, which knows no sparse ones.
    private const long MostMemoryEntries = 1L << 26;
    private const long MostBytes = int.MaxValue - (1 << 20); // protocol buffers end at 2 GB

    /// <summary>Writes what a model has: its rating network to the path; its choice network to the path too or, beside a rating network, to NAME.choice.onnx.</summary>
    /// <returns>The files written.</returns>
    /// <exception cref="ModelFormatException">The model is of another kind, or larger than the format allows.</exception>
    public static IReadOnlyList<string> Write(ITrainedModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model is not Layer4Model layer4)
            throw new ModelFormatException(path, $"cannot be written: ONNX is for networks, and this model is of kind '{model.Kind}'; expected one of kind '{Layer4Model.KindName}' (--format embeddings takes any).");
        if (model.Tensors.Sum(tensor => (long)tensor.Data.Length * sizeof(float)) > MostBytes)
            throw new ModelFormatException(path, "cannot be written: the model's tables are larger than the 2 GB an ONNX file holds; expected a smaller one.");
        var files = new List<string>();
        if (layer4.Parameters.Rating is { } rating)
            Add(path, Rating(layer4, rating));
        if (layer4.Parameters.Choice is { } choice)
            Add(files.Count == 0 ? path : Path.ChangeExtension(path, ".choice.onnx"), Choice(layer4, choice, path));
        return files;

        void Add(string file, OnnxGraph graph)
        {
            AtomicFile.Write(file, stream => stream.Write(graph.ToModel(Metadata(model))));
            files.Add(file);
        }
    }

    private static OnnxGraph Rating(Layer4Model model, NetworkParameters rating)
    {
        var graph = new OnnxGraph("rating");
        var outputs = OnnxNetwork.Add(graph, rating, model.Catalog, (graph.Input("user"), graph.Input("value"), graph.Input("hour"), graph.Input("day")));
        var expected = model.Options.Targets.HasFlag(PredictionTargets.Strength)
            ? graph.StepAlong("Gather", 1, outputs, graph.Integers("strength_column", [], [0]))
            : "";
        if (model.Options.Targets.HasFlag(PredictionTargets.Class))
        {
            var logits = graph.StepAlong("Gather", 1, outputs, graph.Integers("class_columns", [Interaction.StrengthClasses], [1, 2, 3, 4, 5]));
            var classes = graph.StepAlong("Softmax", 1, logits);
            graph.Output("class_probabilities", classes, Interaction.StrengthClasses);
            if (expected.Length == 0)
                expected = graph.Step("MatMul", classes, graph.Floats("class_strengths", [Interaction.StrengthClasses], [1, 2, 3, 4, 5]));
        }

        var clipped = graph.Step("Clip", expected, graph.Floats("weakest", [], [Interaction.WeakestStrength]), graph.Floats("strongest", [], [Interaction.StrongestStrength]));
        graph.Output("strength", clipped, null);
        return graph;
    }

    private static OnnxGraph Choice(Layer4Model model, ChoiceParameters choice, string path)
    {
        var graph = new OnnxGraph("choice");
        var (user, hour, day, values) = (graph.Input("user"), graph.Input("hour"), graph.Input("day"), model.Catalog.ValueCount);
        var query = OnnxNetwork.Add(graph, choice.Queries, model.Catalog, (user, "", hour, day));
        var vectors = graph.Step("Transpose", graph.Floats(choice.ValueVector.Name, choice.ValueVector.Shape, choice.ValueVector.Data));
        var logits = graph.Dense(query, vectors, graph.Floats(choice.ValueBias.Name, choice.ValueBias.Shape, choice.ValueBias.Data));
        var probabilities = graph.StepAlong("Softmax", 1, logits);
        if (model.Parameters.Memory is { } memory && model.Record.Choice?.Calibration.ChoiceShares() is { Network: < 1 } shares)
        {
            if ((model.Users.Count + 1L) * DayParts.All * values > MostMemoryEntries)
                throw new ModelFormatException(path, $"cannot be written: the counts of {model.Users.Count:N0} users and {values:N0} values make a table of more than {MostMemoryEntries:N0} numbers in ONNX; expected fewer users.");
            var own = graph.Step("Gather", graph.Floats("choice.memory", [(model.Users.Count + 1) * DayParts.All, values], Counts(memory, model.Users.Count, values, shares)), MemoryRow(graph, user, hour, day));
            probabilities = graph.Step("Add", graph.Step("Mul", probabilities, graph.Floats("network_weight", [], [(float)shares.Network])), own);
        }

        graph.Output("choice_probabilities", probabilities, values);
        return graph;
    }

    // user · 12 + part of day and week; for the unknown user, -1, counted from the end
    private static string MemoryRow(OnnxGraph graph, string user, string hour, string day)
    {
        long[] ofHour = [.. Enumerable.Range(0, TimeSlot.Hours).Select(h => (long)DayParts.Part(TimeSlot.Of(h, 0)))];
        long[] ofDay = [.. Enumerable.Range(0, TimeSlot.Days).Select(d => (long)DayParts.WeekPart(TimeSlot.Of(0, d)))];
        var part = graph.Step("Add", graph.Step("Gather", graph.Integers("part_of_hour", [TimeSlot.Hours], ofHour), hour), graph.Step("Gather", graph.Integers("part_of_day", [TimeSlot.Days], ofDay), day));
        return graph.Step("Add", graph.Step("Mul", user, graph.Integers("parts", [], [DayParts.All])), part);
    }

    // What the laws beside the network say of each time, in their shares; the last twelve rows are anybody's.
    private static float[] Counts(ChoiceMemory memory, int users, int values, ChoiceShares shares)
    {
        var slots = Enumerable.Range(0, TimeSlot.Count).Select(slot => new TimeSlot((byte)slot)).GroupBy(DayParts.Part).OrderBy(part => part.Key).Select(part => part.First()).ToArray();
        var table = new float[(users + 1) * DayParts.All * values];
        for (var i = 0; i < table.Length; i++)
        {
            var (row, value) = Math.DivRem(i, values);
            var (user, part) = Math.DivRem(row, DayParts.All);
            table[i] = (float)memory.Weighted(user == users ? IdMap.Unknown : user, value, slots[part], shares);
        }

        return table;
    }

    private static IEnumerable<(string Key, string Value)> Metadata(ITrainedModel model) =>
    [
        ("poppy.values", Json([.. model.Catalog.Values])),
        ("poppy.types", Json([.. model.Catalog.TypeOfValue.ToArray().Select(type => model.Catalog.Types[type])])),
        ("poppy.users", FormattableString.Invariant($"{model.Users.Count}")),
    ];

    private static string Json(string[] texts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
