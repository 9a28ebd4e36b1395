using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>An interface of a host that policies govern.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Node">The node's name.</param>
/// <param name="InterfaceName">The interface; <c>*</c> for all of the host's, null for the one that has an expected
/// address.</param>
/// <param name="ExpectedIPs">The addresses that selectors mean by it.</param>
/// <param name="Profiles">The names of its profiles, in order.</param>
/// <param name="Ports">Its named ports.</param>
public sealed record HostEndpointResource(
    ObjectMeta Meta,
    string Node,
    string? InterfaceName,
    ImmutableArray<IpAddress> ExpectedIPs,
    ImmutableArray<string> Profiles,
    ImmutableArray<ContainerPort> Ports)
{
    public const string KindName = "HostEndpoint";
}
