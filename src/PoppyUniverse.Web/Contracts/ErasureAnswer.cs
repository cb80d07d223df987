namespace PoppyUniverse.Web.Contracts;

/// <summary>That a user is erased.</summary>
/// <param name="User">The user's id.</param>
/// <param name="ErasedInteractions">Interactions that were in the store.</param>
public sealed record ErasureAnswer(string User, long ErasedInteractions);
