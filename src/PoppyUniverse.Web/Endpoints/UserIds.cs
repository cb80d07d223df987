namespace PoppyUniverse.Web.Endpoints;

/// <summary>User ids as the API takes them: any text, but not endless.</summary>
internal static class UserIds
{
    /// <summary>The longest id.</summary>
    public const int MostCharacters = 200;

    /// <summary>What is wrong with an id; null when nothing is.</summary>
    public static string? ProblemOf(string user) =>
        user.Length == 0 ? "is empty; expected the user's id."
        : user.Length > MostCharacters ? $"has {user.Length} characters; expected at most {MostCharacters}."
        : user.Any(char.IsControl) || !IsText(user) ? "holds characters that are no text."
        : null;

    // a half of a surrogate pair is no character, and no database takes it
    private static bool IsText(string user)
    {
        for (var i = 0; i < user.Length; i++)
        {
            if (char.IsSurrogate(user[i]) && !(i + 1 < user.Length && char.IsSurrogatePair(user[i], user[++i])))
                return false;
        }

        return true;
    }
}
