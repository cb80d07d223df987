using PoppyUniverse.Learning;
using ScottPlot;

namespace PoppyUniverse.Figures.Plots;

/// <summary>Train and validation loss by epoch, the kept epoch marked.</summary>
public static class TrainingCurve
{
    /// <summary>Draws a training record.</summary>
    public static Figure Draw(TrainingRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var plot = FigureStyle.Start("How training went", "Epoch", "Mean loss (squared error + nats)");
        Line(plot, [.. record.Epochs.Select(epoch => (epoch.Epoch, epoch.TrainLoss))], "train", FigureStyle.Quiet);
        Line(plot, [.. record.Epochs.Select(epoch => (epoch.Epoch, epoch.ValidationLoss))], "validation (the latest interactions)", FigureStyle.Model);
        if (record.Epochs.FirstOrDefault(epoch => epoch.Epoch == record.BestEpoch)?.ValidationLoss is { } best)
        {
            var mark = plot.Add.Marker(record.BestEpoch, best, MarkerShape.OpenCircle, 16, FigureStyle.Other);
            mark.LineWidth = 3;
            mark.LegendText = $"kept: epoch {record.BestEpoch}";
        }

        plot.Axes.SetLimitsX(-0.5, record.Epochs[^1].Epoch + 0.5);
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        FigureStyle.Legend(plot);
        return FigureStyle.Render(plot, "training_curve", "Train and validation loss by epoch");
    }

    private static void Line(Plot plot, (int Epoch, double? Loss)[] points, string name, Color color)
    {
        var known = points.Where(point => point.Loss is not null).ToArray();
        if (known.Length == 0)
            return;
        var line = plot.Add.Scatter(known.Select(point => (double)point.Epoch).ToArray(), known.Select(point => point.Loss!.Value).ToArray(), color);
        line.LineWidth = 2.5f;
        line.MarkerSize = known.Length > 40 ? 0 : 6;
        line.LegendText = name;
    }
}
