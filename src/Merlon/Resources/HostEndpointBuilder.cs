using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>Joins what is said about host endpoints: their own objects, profiles, configurations and nodes.</summary>
static class HostEndpointBuilder
{
    public static ImmutableArray<HostEndpoint> Build(ResourceSet resources, IReadOnlyCollection<Endpoint> nodes)
    {
        var profiles = resources.Policies.OfType<ProfileResource>()
            .ToDictionary(profile => profile.Meta.Name, profile => profile.LabelsToApply, StringComparer.Ordinal);
        var written = resources.HostEndpoints.Select(host => From(host, profiles)).ToList();
        var names = written.Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        var made = resources.AutoHostEndpoints.Any(configuration => configuration.AreMade)
            ? nodes.Where(node => !names.Contains(AutoHostEndpoints.NameFor(node.Name))).Select(Automatic)
            : [];
        return [.. written.Concat(made).OrderBy(host => host.Name, StringComparer.Ordinal)];
    }

    /// <summary>The failsafe ports of nodes that say something of their own, and those of all others.</summary>
    public static (Failsafes Default, FrozenDictionary<string, Failsafes> OfNodes) FailsafesOf(ResourceSet resources)
    {
        var general = resources.Failsafes.FirstOrDefault(found => found.IsDefault)?.Apply(Failsafes.Default) ?? Failsafes.Default;
        return (general, resources.Failsafes
            .Where(found => found.Node is not null)
            .ToFrozenDictionary(found => found.Node!, found => found.Apply(general), StringComparer.Ordinal));
    }

    /// <summary>The addresses of the endpoint, as selectors find them.</summary>
    public static AddressGroup Group(HostEndpoint host) => new()
    {
        Name = host.ToString(),
        Labels = host.Labels,
        Blocks = CidrSet.Union(host.Addresses.Select(Cidr.Of)),
        Location = host.Location,
    };

    static HostEndpoint From(HostEndpointResource host, Dictionary<string, LabelSet> profiles) => new()
    {
        Name = host.Meta.Name,
        NodeName = host.Node,
        InterfaceName = host.InterfaceName,
        Addresses = host.ExpectedIPs,
        Ports = host.Ports,
        Profiles = host.Profiles,
        // Of two that give one label the endpoint's own wins, then the first profile's.
        Labels = LabelSet.From(
        [
            .. host.Profiles.Reverse().SelectMany(name => profiles.GetValueOrDefault(name) ?? LabelSet.Empty),
            .. host.Meta.Labels,
        ]),
        Location = host.Meta.Location,
    };

    static HostEndpoint Automatic(Endpoint node) => new()
    {
        Name = AutoHostEndpoints.NameFor(node.Name),
        NodeName = node.Name,
        InterfaceName = HostEndpoint.AnyInterface,
        Addresses = node.Addresses,
        Profiles = [AutoHostEndpoints.Profile],
        Labels = node.Labels.With(AutoHostEndpoints.CreatorLabel, AutoHostEndpoints.Creator),
        Location = node.Location,
    };
}
