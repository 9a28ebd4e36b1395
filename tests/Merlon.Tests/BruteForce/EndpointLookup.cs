using System.Net;

namespace Merlon.Tests.BruteForce;

/// <summary>Finds out what the words of a question stand for.</summary>
static class EndpointLookup
{
    public static ResolvedEndpoint Find(RandomWorld world, string text, string? addressText)
    {
        var address = addressText is null ? null : Parse(addressText);
        return text.Split('/') switch
        {
            ["node", var name] => new ResolvedEndpoint(null, world.Nodes.Single(node => node.Name == name), address),
            [_, _] => OfPod(world, world.Pods.Single(pod => pod.Key == text), address),
            [var literal] => OfAddress(world, Parse(literal)),
            _ => throw new ArgumentException($"`{text}` is not a pod, a node or an address", nameof(text)),
        };
    }

    public static ResolvedEndpoint OfPod(RandomWorld world, PodData pod, IPAddress? address)
    {
        if (pod.IsFinished)
        {
            throw new ArgumentException($"`{pod.Key}` has finished and sends and receives nothing", nameof(pod));
        }

        return pod.HostNetwork
            ? new ResolvedEndpoint(null, world.Nodes.Single(node => node.Name == pod.NodeName), address)
            : new ResolvedEndpoint(pod, null, address);
    }

    public static IPAddress Parse(string text)
    {
        var address = IPAddress.Parse(text);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    static ResolvedEndpoint OfAddress(RandomWorld world, IPAddress address)
    {
        foreach (var pod in world.Pods)
        {
            if (!pod.IsFinished && !pod.HostNetwork && Has(pod.Addresses, address))
            {
                return new ResolvedEndpoint(pod, null, address);
            }
        }

        foreach (var node in world.Nodes)
        {
            if (Has(node.Addresses, address))
            {
                return new ResolvedEndpoint(null, node, address);
            }
        }

        return new ResolvedEndpoint(null, null, address);
    }

    static bool Has(IEnumerable<string> texts, IPAddress address) => texts.Any(text => Parse(text).Equals(address));
}
