using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.FoldingIn;

/// <summary>What a user did since a model was trained.</summary>
/// <param name="User">The user's id.</param>
/// <param name="UserIndex">The model's index of the user, or <see cref="IdMap.Unknown"/> for somebody who is new to it.</param>
/// <param name="Rows">
/// The interactions, the oldest first, with the model's value indices; their user indices do not matter. Only the last
/// <see cref="MostRows"/> count.
/// </param>
public sealed record NewHistory(string User, int UserIndex, IReadOnlyList<Interaction> Rows)
{
    /// <summary>The most interactions that are folded in, so that an answer never takes long: 256.</summary>
    public const int MostRows = 256;

    /// <summary>The rows that count.</summary>
    public IReadOnlyList<Interaction> Counted => Rows.Count <= MostRows ? Rows : [.. Rows.Skip(Rows.Count - MostRows)];
}
