namespace PoppyUniverse.Simulation;

/// <summary>A number of a profile: its place in the JSON, its range and what it does. Validation, the JSON schema and the docs go by these.</summary>
/// <param name="Path">Names from the profile down, joined by dots: "recency.mean_days".</param>
/// <param name="Low">Smallest allowed.</param>
/// <param name="High">Largest allowed.</param>
/// <param name="Effect">What it does, in a sentence.</param>
/// <param name="Of">Its value in a profile.</param>
public sealed record ProfileKnob(string Path, double Low, double High, string Effect, Func<SimulationProfile, double> Of)
{
    /// <summary>All single numbers of a profile; lists (categories, weights) are checked by themselves.</summary>
    public static IReadOnlyList<ProfileKnob> All { get; } =
    [
        new("users", 1, int.MaxValue, "Number of users; their ids are 1 to this.", profile => profile.Users),
        new("interactions", 0, 1e15, "Number of interactions.", profile => profile.Interactions),
        new("activity.zipf_exponent", 0, 3, "User k is active with weight k^-s; 0 makes all equally active.", profile => profile.Activity.ZipfExponent),
        new("preference.share", 0, 1, "Share of users with a favorite type.", profile => profile.Preference.Share),
        new("preference.strength", 0, 1, "Probability that such a user goes straight to it.", profile => profile.Preference.Strength),
        new("habit.probability", 0, 1, "Probability to repeat a seen value of the type.", profile => profile.Habit.Probability),
        new("strength.signal", 0, 0.99, "Share of Strength's variance (before it is cut into classes) that is affinity: what can be learned.", profile => profile.Strength.Signal),
        .. Affinity("strength.affinity", profile => profile.Strength.Affinity),
        new("choice.scale", 0, 5, "How much affinity bends the choice of a value; 0 follows popularity alone.", profile => profile.Choice.Scale),
        .. Affinity("choice.affinity", profile => profile.Choice.Affinity),
        new("recency.mean_days", 1e-6, 36_500, "Mean days between an interaction and the as-of moment.", profile => profile.Recency.MeanDays),
        new("recency.cap_days", 1, 36_500, "What lies further back is moved to this many days.", profile => profile.Recency.CapDays),
        new("clock.chronotype_contrast", 0, 1, "How far larks lean to the day and owls to the night.", profile => profile.Clock.ChronotypeContrast),
    ];

    private static ProfileKnob[] Affinity(string path, Func<SimulationProfile, AffinityOptions> parts) =>
    [
        new(path + ".user", 0, 1, "Share of affinity that depends on the user alone.", profile => parts(profile).User),
        new(path + ".linear", 0, 1, "Share of user x value: latent factors.", profile => parts(profile).Linear),
        new(path + ".hourly", 0, 1, "Share of user x value x hour: only a non-linear model can learn it.", profile => parts(profile).Hourly),
        new(path + ".weekend", 0, 1, "Share of user x weekend.", profile => parts(profile).Weekend),
        new(path + ".factors", 2, 64, "Latent factors; more make tastes harder to learn.", profile => parts(profile).Factors),
    ];
}
