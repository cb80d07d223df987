using System.Globalization;

namespace PoppyUniverse.Simulation;

/// <summary>Checks a profile and reports every violation at once, each with its path.</summary>
public static class ProfileValidator
{
    /// <summary>More values than this in one catalog are refused: 100,000.</summary>
    public const int MostValues = 100_000;

    /// <summary>All that is wrong with a profile, as "path is value; expected …"; empty when it is valid.</summary>
    public static IReadOnlyList<string> Violations(SimulationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var found = new List<string>();
        foreach (var knob in ProfileKnob.All)
        {
            var value = knob.Of(profile);
            if (!(value >= knob.Low && value <= knob.High))
                found.Add($"{knob.Path} is {Text(value)}; expected {Text(knob.Low)} to {Text(knob.High)}.");
        }

        Types(profile.Types, found);
        Weights("strength.law", profile.Strength.Law, 5, mayBeZero: false);
        if (profile.Strength.Law.Count == 5 && Math.Abs(profile.Strength.Law.Sum() - 1) > 1e-9)
            found.Add($"strength.law adds up to {Text(profile.Strength.Law.Sum())}; expected 1.");
        Shares("strength.affinity", profile.Strength.Affinity);
        Shares("choice.affinity", profile.Choice.Affinity);
        Weights("clock.hour_weights", profile.Clock.HourWeights, 24, mayBeZero: true);
        Weights("clock.weekday_weights", profile.Clock.WeekdayWeights, 7, mayBeZero: false);
        if (profile.Order == RowOrder.Time && profile.Clock.Mode != ClockMode.Clock)
            found.Add("order is time with clock.mode subtract; expected clock.mode clock, or order drawn.");
        return found;

        void Weights(string path, IReadOnlyList<double> weights, int count, bool mayBeZero)
        {
            if (weights.Count != count)
                found.Add($"{path} has {weights.Count} entries; expected {count}.");
            for (var i = 0; i < weights.Count; i++)
            {
                if (!double.IsFinite(weights[i]) || weights[i] < 0 || (weights[i] == 0 && !mayBeZero))
                    found.Add($"{path}[{i}] is {Text(weights[i])}; expected {(mayBeZero ? "0 or more" : "more than 0")}.");
            }

            if (weights.Count == count && weights.All(weight => weight == 0))
                found.Add($"{path} is all zero; expected a positive weight.");
        }

        void Shares(string path, AffinityOptions parts)
        {
            var sum = parts.User + parts.Linear + parts.Hourly + parts.Weekend;
            if (Math.Abs(sum - 1) > 1e-9)
                found.Add($"{path}: user, linear, hourly and weekend add up to {Text(sum)}; expected 1.");
        }
    }

    /// <summary>Throws when a profile is not valid.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="source">What to call it: its file or its name.</param>
    /// <exception cref="ProfileFormatException">Lists every violation, one a line.</exception>
    public static void Require(SimulationProfile profile, string source)
    {
        var violations = Violations(profile);
        if (violations.Count > 0)
            throw new ProfileFormatException(string.Join(Environment.NewLine, violations.Select(violation => $"{source}: {violation}")));
    }

    private static void Types(IReadOnlyList<TypeOptions> types, List<string> found)
    {
        if (types.Count == 0)
            found.Add("types is empty; expected at least one type.");
        var valueCount = types.Sum(type => type.Values.Count);
        if (valueCount is < 2 or > MostValues)
            found.Add($"types have {valueCount} values in all; expected 2 to {MostValues}.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var t = 0; t < types.Count; t++)
        {
            var path = $"types[{t}]";
            Named(path, types[t].Name, names, found);
            Positive($"{path}.weight", types[t].Weight, found);
            if (types[t].Values.Count == 0)
                found.Add($"{path}.values is empty; expected at least one value.");
            var valueNames = new HashSet<string>(StringComparer.Ordinal);
            for (var v = 0; v < types[t].Values.Count; v++)
            {
                Named($"{path}.values[{v}]", types[t].Values[v].Name, valueNames, found);
                Positive($"{path}.values[{v}].popularity", types[t].Values[v].Popularity, found);
            }
        }
    }

    private static void Named(string path, string name, HashSet<string> others, List<string> found)
    {
        if (name.Length == 0)
            found.Add($"{path}.name is empty; expected a name.");
        else if (!others.Add(name))
            found.Add($"{path}.name is \"{name}\", which another has already; expected a new name.");
    }

    private static void Positive(string path, double weight, List<string> found)
    {
        if (!(weight > 0) || !double.IsFinite(weight))
            found.Add($"{path} is {Text(weight)}; expected more than 0.");
    }

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
