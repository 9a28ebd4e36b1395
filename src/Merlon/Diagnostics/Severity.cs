namespace Merlon.Diagnostics;

/// <summary>How much a finding matters. Ordered: a larger value is worse.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Info,

    /// <summary>Legal, and probably not what was meant.</summary>
    Warning,

    /// <summary>Not readable, or refused by the API server.</summary>
    Error,
}
