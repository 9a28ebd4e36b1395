using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>Host endpoints and what they get from elsewhere, as they come and go. It has one owner.</summary>
sealed class LiveHosts
{
    readonly SortedDictionary<string, HostEndpointResource> _hosts = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, ProfileResource> _profiles = new(StringComparer.Ordinal);

    public void Put(HostEndpointResource host) => _hosts[host.Meta.Name] = host;

    public void RemoveHostEndpoint(string name) => _hosts.Remove(name);

    public void Put(ProfileResource profile) => _profiles[profile.Meta.Name] = profile;

    public void RemoveProfile(string name) => _profiles.Remove(name);

    public ImmutableArray<HostEndpoint> Build(IReadOnlyCollection<Endpoint> nodes) => HostEndpointBuilder.Build(
        new ResourceSet { HostEndpoints = [.. _hosts.Values], Policies = [.. _profiles.Values] }, nodes);
}
