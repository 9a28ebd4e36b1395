namespace Merlon.Policies.Firewalls;

/// <summary>What connection tracking says of a packet.</summary>
[Flags]
public enum ConnectionStates
{
    None = 0,
    New = 1,
    Established = 2,
    Related = 4,
    Invalid = 8,
    Untracked = 16,

    /// <summary>Its source is translated.</summary>
    SourceTranslated = 32,

    /// <summary>Its destination is translated.</summary>
    DestinationTranslated = 64,
}
