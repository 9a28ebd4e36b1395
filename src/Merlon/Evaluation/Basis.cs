namespace Merlon.Evaluation;

/// <summary>What a verdict for one direction rests on.</summary>
public enum Basis
{
    /// <summary>The subject is no pod with a network of its own: no policy applies to it.</summary>
    NotGoverned,

    /// <summary>The pod talks to itself.</summary>
    Self,

    /// <summary>The other end is the node that hosts the subject.</summary>
    LocalNode,

    /// <summary>An ICMP flow, with the option that lets it pass.</summary>
    Icmp,

    /// <summary>No policy applies, or all that do pass the decision on.</summary>
    NotIsolated,

    /// <summary>A rule matched.</summary>
    Rule,

    /// <summary>A rule that may match, and it would matter: what tells is not known.</summary>
    MayMatch,

    /// <summary>Policies apply, no rule matched, and the tier denies then.</summary>
    TierDefault,

    /// <summary>At a host endpoint: a port that stays open whatever policies say.</summary>
    Failsafe,

    /// <summary>At a host endpoint: no policy decided, and no profile of the endpoint did.</summary>
    NoProfile,

    /// <summary>At a host endpoint: let through untracked, so that the address of a Service stays untranslated.</summary>
    Untranslated,
}
