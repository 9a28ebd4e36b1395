namespace Merlon.Policies;

/// <summary>How an endpoint meets an <see cref="EndpointSelector"/>.</summary>
public enum SelectorMatch
{
    Matched,
    NotOnPodNetwork,
    OtherNamespace,
    OtherLabels,
}
