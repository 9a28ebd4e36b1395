using System.Collections.Frozen;
using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>Host endpoints and what they get from elsewhere, as they come and go. It has one owner.</summary>
sealed class LiveHosts
{
    readonly SortedDictionary<string, HostEndpointResource> _hosts = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, ProfileResource> _profiles = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, FailsafeResource> _failsafes = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, AutoHostEndpoints> _automatic = new(StringComparer.Ordinal);
    ImmutableArray<HostEndpoint>? _built;
    (Failsafes Default, FrozenDictionary<string, Failsafes> OfNodes)? _ports;

    public void Put(HostEndpointResource host) => (_hosts[host.Meta.Name], _built) = (host, null);

    public void RemoveHostEndpoint(string name) => Forget(_hosts.Remove(name));

    public void Put(ProfileResource profile) => (_profiles[profile.Meta.Name], _built) = (profile, null);

    public void RemoveProfile(string name) => Forget(_profiles.Remove(name));

    public void Put(AutoHostEndpoints automatic) => (_automatic[automatic.Meta.Name], _built) = (automatic, null);

    public void RemoveAutoHostEndpoints(string name) => Forget(_automatic.Remove(name));

    public void Put(FailsafeResource failsafes) => (_failsafes[failsafes.Meta.Name], _ports) = (failsafes, null);

    public void RemoveFailsafes(string name)
    {
        if (_failsafes.Remove(name)) _ports = null;
    }

    /// <summary>Nodes changed; whether endpoints may have, too.</summary>
    public bool TouchNodes()
    {
        var areMade = _automatic.Values.Any(automatic => automatic.AreMade);
        Forget(areMade);
        return areMade;
    }

    /// <summary>The endpoints; the same list as long as nothing about them changes.</summary>
    public ImmutableArray<HostEndpoint> Build(IReadOnlyCollection<Endpoint> nodes) => _built ??= HostEndpointBuilder.Build(
        new ResourceSet { HostEndpoints = [.. _hosts.Values], Policies = [.. _profiles.Values], AutoHostEndpoints = [.. _automatic.Values] }, nodes);

    public Failsafes FailsafesOf(string node)
    {
        var (general, ofNodes) = _ports ??= HostEndpointBuilder.FailsafesOf(new ResourceSet { Failsafes = [.. _failsafes.Values] });
        return ofNodes.GetValueOrDefault(node) ?? general;
    }

    void Forget(bool hasChanged)
    {
        if (hasChanged) _built = null;
    }
}
