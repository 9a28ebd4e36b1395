using Merlon.Model;

namespace Merlon.Resources;

/// <summary>Whether two endpoints of one name are the same to policies; whether Services send to them is no concern of those.</summary>
static class EndpointComparer
{
    public static bool AreSame(Endpoint? a, Endpoint? b) => (a, b) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        _ => a.IsHostNetwork == b.IsHostNetwork && a.NodeName == b.NodeName
            && ReferenceEquals(a.Namespace, b.Namespace) && a.Labels.Equals(b.Labels) && Equals(a.ServiceAccount, b.ServiceAccount)
            && a.Addresses.SequenceEqual(b.Addresses) && a.PodRanges.SequenceEqual(b.PodRanges) && a.Ports.SequenceEqual(b.Ports),
    };
}
