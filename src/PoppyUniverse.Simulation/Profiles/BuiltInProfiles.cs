using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>The profiles that come with the project.</summary>
public static class BuiltInProfiles
{
    // How interesting each value is to a beginner with a telescope, relative to its type; our own choice.
    private static readonly double[][] Popularity =
    [
        [0.7, 1.0, 1.2, 0.8, 2.2, 1.3, 1.8],
        [1.6, 2.4, 1.0, 0.7],
        [3.0, 1.2, 2.6, 2.4, 0.9, 0.8, 1.1, 0.5, 0.5, 0.5],
    ];

    private static readonly double[] TypeWeights = [0.4, 0.4, 0.2];

    /// <summary>
    /// The notebook's law as its code has it: Strength independent of everything, uniform values, habits over distinct
    /// values, hours subtracted. Nothing can be learned about Strength; the type a user picks can be.
    /// </summary>
    public static SimulationProfile Notebook { get; } = new()
    {
        Name = "notebook",
        Description = "The law of the Layer 4 notebook, exactly as its code draws it.",
        Types = Types((_, _) => 1),
    };

    /// <summary>
    /// The notebook's goals with the notebook's numbers: popularity, habits by counts, tastes that follow the hour,
    /// Strength that depends on affinity, clock-true evenings. The default of <c>poppy run</c>.
    /// </summary>
    public static SimulationProfile Stargazers { get; } = new()
    {
        Name = "stargazers",
        Description = "Stargazers with tastes, habits and evenings: the notebook's goals, with its numbers.",
        Types = Types((type, value) => Popularity[type][value]),
        Habit = new() { Mode = HabitMode.Counts },
        Strength = new() { Signal = 0.5 },
        Choice = new() { Scale = 0.8 },
        Clock = new() { Mode = ClockMode.Clock, WeekdayWeights = [0.9, 0.9, 0.9, 1.0, 1.3, 1.4, 1.0], ChronotypeContrast = 0.6 },
        Order = RowOrder.Time,
    };

    /// <summary>Names of all built-in profiles.</summary>
    public static IReadOnlyList<string> Names { get; } = [Notebook.Name, Stargazers.Name];

    /// <summary>The built-in profile of a name, or null.</summary>
    public static SimulationProfile? Find(string name) => name switch
    {
        "notebook" => Notebook,
        "stargazers" => Stargazers,
        _ => null,
    };

    private static TypeOptions[] Types(Func<int, int, double> popularity)
    {
        var catalog = Catalog.PoppyUniverse;
        return [.. Enumerable.Range(0, catalog.TypeCount).Select(type =>
        {
            var (first, count) = catalog.ValuesOf(type);
            return new TypeOptions
            {
                Name = catalog.Types[type],
                Weight = TypeWeights[type],
                Values = [.. Enumerable.Range(0, count).Select(value => new ValueOptions
                {
                    Name = catalog.Values[first + value],
                    Popularity = popularity(type, value),
                })],
            };
        })];
    }
}
