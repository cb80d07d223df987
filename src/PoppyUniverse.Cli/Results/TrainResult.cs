namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy train --json prints.</summary>
internal sealed record TrainResult(
    int Layer, IReadOnlyList<string> Target, long Rows, int Users, int Values, int Epochs, int BestEpoch, double? ValidationLoss, int? ChoiceEpochs, int? ChoiceBestEpoch, double? ChoiceValidationLoss,
    double Seconds, double SamplesPerSecond, string Model, string ModelSha256);
