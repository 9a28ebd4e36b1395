using Merlon.Model;

namespace Merlon.Policies;

/// <summary>
/// Pods by namespace and labels. Only pods with a network of their own can match. Symbolic: which endpoints it means
/// is resolved beside the model. Equal when the canonical texts are.
/// </summary>
/// <param name="Namespaces">Where to look.</param>
/// <param name="Pods">The condition on the pod's labels.</param>
public sealed record EndpointSelector(NamespaceScope Namespaces, LabelExpression Pods) : Subject
{
    public override bool Matches(Endpoint endpoint) => Match(endpoint) == SelectorMatch.Matched;

    /// <summary>Whether it selects the endpoint, and if not, the first condition that fails.</summary>
    public SelectorMatch Match(Endpoint endpoint)
    {
        if (!endpoint.IsOnPodNetwork || endpoint.Namespace is null) return SelectorMatch.NotOnPodNetwork;
        if (!Namespaces.Contains(endpoint.Namespace)) return SelectorMatch.OtherNamespace;
        return Pods.Matches(endpoint.Labels) ? SelectorMatch.Matched : SelectorMatch.OtherLabels;
    }

    /// <summary>For example <c>pods app=web in shop</c>.</summary>
    public override string ToString() =>
        Pods.IsEverything ? $"all pods in {Namespaces}" : $"pods {Pods} in {Namespaces}";
}
