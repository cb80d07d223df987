using System.Globalization;
using PoppyUniverse.Simulation;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Tests.Simulation;

public sealed class ProfileTests
{
    public static TheoryData<string> BuiltIns => [.. BuiltInProfiles.Names];

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void Json_RoundTrip_IsTheSameText(string name)
    {
        var json = ProfileJson.Write(BuiltInProfiles.Find(name)!);
        Assert.Equal(json, ProfileJson.Write(ProfileJson.Read(json, name)));
        Assert.Empty(ProfileValidator.Violations(BuiltInProfiles.Find(name)!));
    }

    [Fact]
    public void Notebook_Defaults_AreTheNotebooks()
    {
        var notebook = BuiltInProfiles.Notebook;
        Assert.Equal((120, 12_000L), (notebook.Users, notebook.Interactions));
        Assert.Equal((0.40, 0.45), (notebook.Preference.Share, notebook.Preference.Strength));
        Assert.Equal((0.33, HabitMode.Distinct), (notebook.Habit.Probability, notebook.Habit.Mode));
        Assert.Equal([0.10, 0.15, 0.25, 0.25, 0.25], notebook.Strength.Law);
        Assert.Equal((14.0, 60), (notebook.Recency.MeanDays, notebook.Recency.CapDays));
        Assert.Equal([0.4, 0.4, 0.2], notebook.Types.Select(type => type.Weight));
        Assert.Equal((0.0, 0.0, RowOrder.Drawn, ClockMode.Subtract), (notebook.Strength.Signal, notebook.Choice.Scale, notebook.Order, notebook.Clock.Mode));
    }

    [Fact]
    public void Violations_SeveralAtOnce_AreAllNamedWithTheirPath()
    {
        var wrong = BuiltInProfiles.Notebook with
        {
            Users = 0,
            Preference = new() { Share = 2 },
            Strength = new() { Law = [0.5, 0.5, 0.5, 0, 0] },
            Types = [new() { Name = "a", Weight = -1, Values = [new() { Name = "x" }, new() { Name = "x" }] }],
        };
        var found = string.Join('\n', ProfileValidator.Violations(wrong));
        foreach (var path in (string[])["users is 0", "preference.share is 2", "strength.law[3] is 0", "strength.law adds up to 1.5", "types[0].weight is -1", "types[0].values[1].name"])
            Assert.Contains(path, found, StringComparison.Ordinal);
        Assert.Throws<ProfileFormatException>(() => new Simulator(wrong, 1));
    }

    [Theory]
    [InlineData("{\"name\": \"x\", \"types\": [], \"userz\": 3}", "userz")]
    [InlineData("{\"name\": \"x\", \"types\": [], \"users\": \"many\"}", "users")]
    [InlineData("{", "mine.json(")]
    [InlineData("null", "null")]
    [InlineData("{\"name\": \"x\"}", "types")]
    public void Read_BadJson_SaysWhere(string json, string where)
    {
        var error = Assert.Throws<ProfileFormatException>(() => ProfileJson.Read(json, "mine.json"));
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("mine.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_EveryKnob_HasItsRangeAndDefault()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(ProfileSchema.Write());
        foreach (var knob in ProfileKnob.All)
        {
            var node = knob.Path.Split('.').Aggregate(schema.RootElement, (parent, name) => parent.GetProperty("properties").GetProperty(name));
            Assert.Equal((knob.Low, knob.High), (node.GetProperty("minimum").GetDouble(), node.GetProperty("maximum").GetDouble()));
            Assert.Equal(knob.Of(BuiltInProfiles.Stargazers), node.GetProperty("default").GetDouble());
        }
    }

    [Fact]
    public void Read_ProfileThatNamesItsSchema_IsFine() =>
        Assert.Equal("s", ProfileJson.Read("{\"$schema\": \"s\", \"name\": \"x\", \"types\": []}", "mine.json").Schema);

    [Fact]
    public void Docs_EveryKnob_StandsWithRangeDefaultsAndEffect()
    {
        var docs = File.ReadAllText(Repository.File("docs/profiles.md"));
        foreach (var knob in ProfileKnob.All)
        {
            var row = string.Create(CultureInfo.InvariantCulture, $"| `{knob.Path}` | {knob.Low:0.######} to {knob.High:0.##} | {knob.Of(BuiltInProfiles.Notebook):0.##} | {knob.Of(BuiltInProfiles.Stargazers):0.##} | {knob.Effect} |");
            Assert.Contains(row, docs, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Docs_Schema_IsTheOneThatTheProgramPrints() =>
        Assert.Equal(ProfileSchema.Write() + "\n", File.ReadAllText(Repository.File("docs/profile.schema.json")));
}
