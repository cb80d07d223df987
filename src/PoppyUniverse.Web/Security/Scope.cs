namespace PoppyUniverse.Web.Security;

/// <summary>What an API key may do; each includes those before it.</summary>
public enum Scope
{
    /// <summary>Ask.</summary>
    Read = 1,

    /// <summary>Store interactions, erase users.</summary>
    Write = 2,

    /// <summary>Train, roll back.</summary>
    Admin = 3,
}
