namespace PoppyUniverse.Simulation;

/// <summary>
/// The parts of an affinity a = w · x, with a user vector w ~ N(0, I) and a unit vector x of value, hour and day, so that
/// a is standard normal over users for every x. The shares add up to 1.
/// </summary>
public sealed record AffinityOptions
{
    /// <summary>Share of variance that depends on the user alone.</summary>
    public double User { get; init; }

    /// <summary>Share of user × value: latent factors, what a matrix factorization can learn.</summary>
    public double Linear { get; init; }

    /// <summary>Share of user × value × hour: each value has its hour, to which a user's taste turns; only a non-linear model can learn it.</summary>
    public double Hourly { get; init; }

    /// <summary>Share of user × weekend or weekday.</summary>
    public double Weekend { get; init; }

    /// <summary>Latent factors of the linear and of the hourly part, 2 to 64. Default 8; more make tastes harder to learn.</summary>
    public int Factors { get; init; } = 8;
}
