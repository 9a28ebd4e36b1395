namespace Merlon.Evaluation;

/// <summary>How the other end of a flow meets a peer of a rule. Ordered: nearer misses are smaller.</summary>
public enum PeerMatch
{
    Matched,

    /// <summary>In the block, and in one of its exceptions.</summary>
    InException,

    /// <summary>A domain name whose addresses are not known: it may match.</summary>
    NameUnresolved,

    /// <summary>In a namespace that is selected, and its labels are not.</summary>
    OtherLabels,

    /// <summary>A formula that selects neither the pod nor anything that has its address.</summary>
    NotSelected,

    /// <summary>Not behind the Service.</summary>
    NotBehind,

    /// <summary>In a namespace that is not selected.</summary>
    OtherNamespace,

    /// <summary>Not in the block.</summary>
    OutsideBlock,

    /// <summary>A node that is not selected.</summary>
    OtherNode,

    /// <summary>None of the addresses that are known of the domain name.</summary>
    OtherName,

    /// <summary>A selector never matches what is no pod with a network of its own.</summary>
    NotAPod,

    /// <summary>A selector of nodes matches the addresses of nodes only.</summary>
    NotANode,

    /// <summary>An address of the other IP version.</summary>
    OtherFamily,

    /// <summary>A block never matches a pod whose address is not known.</summary>
    NoAddress,

    /// <summary>In the block, and blocks do not match pods or nodes by option.</summary>
    Exempt,

    /// <summary>The peer means no one.</summary>
    Nobody,
}
