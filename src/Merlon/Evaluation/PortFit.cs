namespace Merlon.Evaluation;

/// <summary>
/// How the destination port of a flow meets a port entry of a rule. Ordered: nearer misses are smaller.
/// </summary>
public enum PortFit
{
    Matched,

    /// <summary>Another number.</summary>
    OtherPort,

    /// <summary>The destination gives the name to another number.</summary>
    NameIsOtherPort,

    /// <summary>The destination has no port of this name and protocol.</summary>
    NameUnknown,

    /// <summary>A name never matches a destination that is no pod.</summary>
    NameWithoutPod,

    /// <summary>Another protocol.</summary>
    OtherProtocol,

    /// <summary>The flow's protocol has no ports: only a rule without ports matches it.</summary>
    NoPorts,
}
