namespace PoppyUniverse.Cli.Workflows;

/// <summary>Where poppy run puts what it makes: the notebook's folders below one root.</summary>
internal sealed record RunFolders(string Root)
{
    /// <summary>The simulated log.</summary>
    public string Data => Path.Combine(Root, "Input_Data", "NN_Semantic_Interactions.csv");

    /// <summary>Predictions of a layer for the engine.</summary>
    public string Predictions(int layer) => Output(FormattableString.Invariant($"Layer{layer}_Predictions.csv"));

    /// <summary>The model folder of a layer.</summary>
    public string Model(int layer) => Output(Path.Combine("models", FormattableString.Invariant($"layer{layer}")));

    /// <summary>The report for programs.</summary>
    public string ReportJson => Output("report.json");

    /// <summary>The report for people.</summary>
    public string ReportHtml => Output("report.html");

    /// <summary>Pictures.</summary>
    public string Figures => Output("figures");

    private string Output(string name) => Path.Combine(Root, "Output_Data", name);
}
