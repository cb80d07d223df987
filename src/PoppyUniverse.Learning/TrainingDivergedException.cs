namespace PoppyUniverse.Learning;

/// <summary>Training left the finite numbers.</summary>
/// <param name="epoch">Epoch, from 1.</param>
/// <param name="step">Step of the epoch, from 1.</param>
/// <param name="lastFiniteLoss">Mean loss of the last step that had a finite one; null when none had.</param>
public sealed class TrainingDivergedException(int epoch, long step, double? lastFiniteLoss)
    : Exception(FormattableString.Invariant(
        $"Training diverged in epoch {epoch}, step {step}: the loss is no longer finite (last finite loss {lastFiniteLoss?.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) ?? "none"}). Try a smaller learning rate."))
{
    /// <summary>Epoch, from 1.</summary>
    public int Epoch => epoch;

    /// <summary>Step of the epoch, from 1.</summary>
    public long Step => step;

    /// <summary>Mean loss of the last step that had a finite one, or null.</summary>
    public double? LastFiniteLoss => lastFiniteLoss;
}
