using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation;

/// <summary>One cut of an experiment: models that learned from one log are measured on another.</summary>
/// <param name="Test">Test rows, at least one. Those without a Strength count for choices only.</param>
/// <param name="Train">What the models learned from, for slices and warnings; null when that is not known.</param>
public sealed record Fold(InteractionLog Test, InteractionLog? Train);
