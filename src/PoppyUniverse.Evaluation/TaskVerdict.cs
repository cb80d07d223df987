namespace PoppyUniverse.Evaluation;

/// <summary>Who wins at one task.</summary>
/// <param name="Metric">Key of the metric that decides: "rmse" or "choice_log_loss".</param>
/// <param name="Winner">
/// The model to use: the best baseline, unless a trained model is clearly better; a later one only when it is clearly
/// better than the one before.
/// </param>
/// <param name="BestBaseline">The baseline with the best value.</param>
/// <param name="Learnable">Whether the oracle is clearly better than the plainest baseline; null without the truth.</param>
/// <param name="Against">How much better each trained model is than the best baseline and than the trained models before it.</param>
public sealed record TaskVerdict(string Metric, string Winner, string BestBaseline, bool? Learnable, IReadOnlyList<Duel> Against);

/// <summary>One model against another on the same rows.</summary>
/// <param name="Model">The one.</param>
/// <param name="Other">The other.</param>
/// <param name="Gain">How much better the one is, in units of the metric; negative when it is worse.</param>
/// <param name="Low">Lower end of its interval, from paired resamples.</param>
/// <param name="High">Upper end of its interval.</param>
public sealed record Duel(string Model, string Other, double Gain, double Low, double High);
