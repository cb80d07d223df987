namespace PoppyUniverse.Bench;

/// <summary>Measures in alternating rounds, so that a slow moment of a shared machine meets all alike.</summary>
internal sealed class Rounds(int count)
{
    private readonly List<(string Name, Func<double> Measure, bool WarmsUp)> _measures = [];

    /// <summary>Adds a measure: a rate, larger is better. One in a process of its own has nothing to warm up here.</summary>
    public Rounds Add(string name, Func<double> measure, bool warmsUp = true)
    {
        _measures.Add((name, measure, warmsUp));
        return this;
    }

    /// <summary>Runs all measures, one warm-up round first; the rates of each in every round.</summary>
    public IReadOnlyDictionary<string, Rates> Run()
    {
        var rates = _measures.ToDictionary(measure => measure.Name, _ => new double[count]);
        for (var round = -1; round < count; round++)
        {
            foreach (var (name, measure, warmsUp) in _measures)
            {
                if (round < 0 && !warmsUp)
                    continue;
                var rate = measure();
                Console.Error.WriteLine($"{(round < 0 ? "warm-up" : $"round {round + 1}")}: {name}: {rate:G4}");
                if (round >= 0)
                    rates[name][round] = rate;
            }
        }

        return rates.ToDictionary(entry => entry.Key, entry => new Rates(entry.Value));
    }
}

/// <summary>The rates of the rounds.</summary>
internal readonly record struct Rates(double[] Values)
{
    public double Median => Values.Order().ElementAt(Values.Length / 2);

    public double Low => Values.Min();

    public double High => Values.Max();

    /// <summary>Ratio to another measure: median of the ratios round by round.</summary>
    public double Over(Rates other)
    {
        var theirs = other.Values;
        return new Rates([.. Values.Select((value, round) => value / theirs[round])]).Median;
    }
}
