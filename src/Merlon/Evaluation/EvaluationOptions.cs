using Merlon.Model;

namespace Merlon.Evaluation;

/// <summary>
/// What the API leaves open and engines do differently. The defaults are what most of them do; an explanation that
/// depends on one says so.
/// </summary>
public sealed record EvaluationOptions
{
    public static EvaluationOptions Default { get; } = new();

    /// <summary><c>self</c>: a pod to its own address. Allowed by default; through a Service it is evaluated.</summary>
    public Treatment Self { get; init; } = Treatment.Allow;

    /// <summary><c>hairpin</c>: a pod to itself through a Service. Evaluated by default.</summary>
    public Treatment Hairpin { get; init; } = Treatment.Evaluate;

    /// <summary>
    /// <c>localNodeIngress</c>: a node to the pods that it hosts. Allowed by default, as kubelet probes need.
    /// </summary>
    public Treatment LocalNodeIngress { get; init; } = Treatment.Allow;

    /// <summary><c>localNodeEgress</c>: a pod to the node that hosts it. Evaluated by default.</summary>
    public Treatment LocalNodeEgress { get; init; } = Treatment.Evaluate;

    /// <summary>
    /// <c>icmp</c>: ICMP of isolated pods. Evaluated by default: only a rule without ports allows it.
    /// </summary>
    public Treatment Icmp { get; init; } = Treatment.Evaluate;

    /// <summary><c>ipBlockMatchesPods</c>: whether blocks match the addresses of pods. They do by default.</summary>
    public bool IpBlockMatchesPods { get; init; } = true;

    /// <summary><c>ipBlockMatchesNodes</c>: whether blocks match the addresses of nodes. They do by default.</summary>
    public bool IpBlockMatchesNodes { get; init; } = true;

    /// <summary>
    /// <c>namedPortContainers</c>: whose named ports count; regular containers and sidecars by default.
    /// </summary>
    public ContainerKind NamedPortContainers { get; init; } = ContainerKind.Sidecar;

    /// <summary>
    /// <c>serviceIPPolicy</c>: whether egress policies see the backend (default) or the Service's own address, before
    /// it is translated.
    /// </summary>
    public ServiceIPPolicy ServiceIPPolicy { get; init; } = ServiceIPPolicy.PostDnat;

    /// <summary>
    /// <c>masqueradeToNodes</c>: whether a node sees, of a pod on another node, that node's address. It does by default.
    /// </summary>
    public bool MasqueradeToNodes { get; init; } = true;
}
