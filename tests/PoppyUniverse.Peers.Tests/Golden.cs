using System.Text.Json;
using System.Text.Json.Serialization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Peers.Tests;

/// <summary>What PyTorch says of a network; made by Goldens/make_goldens.py.</summary>
internal sealed record Golden(
    int[] Sizes, int Factors, int[] Hidden, string[] Targets, [property: JsonPropertyName("vector_size")] int VectorSize, int Users, [property: JsonPropertyName("learning_rate")] double LearningRate, int[] Rows,
    Dictionary<string, double[]> Parameters, double[] Outputs, double Loss, Dictionary<string, double[]> Gradients, double[] Curve)
{
    private const int RowFields = 5;

    /// <summary>Whether the network is one for choices.</summary>
    public bool IsChoice => Targets is ["choice"];

    public PredictionTargets PredictionTargets =>
        Targets.Select(target => Enum.Parse<PredictionTargets>(target, ignoreCase: true)).Aggregate((all, target) => all | target);

    public NetworkOptions Options => IsChoice ? Fill(new ChoiceNetworkOptions { VectorSize = VectorSize }) : Fill(new());

    /// <summary>The rows; unknown ids are −1.</summary>
    public Interaction[] Interactions =>
    [
        .. Rows.Chunk(RowFields).Select(row => new Interaction(
            row[0] == Users ? IdMap.Unknown : row[0], row[1] == Catalog.PoppyUniverse.ValueCount ? IdMap.Unknown : row[1], (byte)row[4],
            (MondayOf1970 + row[3]) * TimeSlot.MicrosecondsPerDay + (row[2] * TimeSlot.MicrosecondsPerHour))),
    ];

    private static long MondayOf1970 => 4; // 1970-01-05

    public static Golden Read(string path) =>
        JsonSerializer.Deserialize<Golden>(File.ReadAllText(path), JsonSerializerOptions.Web)!;

    public INetworkParameters Start()
    {
        INetworkParameters parameters = IsChoice
            ? ChoiceParameters.Zeros((ChoiceNetworkOptions)Options, Users, Catalog.PoppyUniverse)
            : NetworkParameters.OfRating(Options, Users, Catalog.PoppyUniverse);
        foreach (var tensor in parameters.All)
        {
            var from = Parameters[tensor.Name];
            for (var i = 0; i < from.Length; i++)
                tensor.Data[i] = (float)from[i];
        }

        return parameters;
    }

    private NetworkOptions Fill(NetworkOptions options) => options with
    {
        Embeddings = new() { User = Sizes[0], Type = Sizes[1], Value = Sizes[2], Hour = Sizes[3], Day = Sizes[4] },
        Factors = Factors,
        TasteSweeps = 0,
        Hidden = Hidden,
        Adam = new() { LearningRate = LearningRate, Schedule = LearningRateSchedule.Constant },
        WeightDecay = 0,
        RowDecay = 0,
        IdDropout = 0,
        HalfLifeDays = 0,
        BatchSize = 1 << 20,
    };
}
