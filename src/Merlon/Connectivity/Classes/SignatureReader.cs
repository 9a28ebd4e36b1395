using System.Collections.Immutable;
using Merlon.Model;

namespace Merlon.Connectivity.Classes;

/// <summary>
/// What of an end a policy can look at, as numbers: ends of equal signatures fare alike with everyone, but for a node
/// and its own pods.
/// </summary>
/// <param name="Namespace">The namespace, 0 for none.</param>
/// <param name="Account">The account it runs as, 0 for none.</param>
/// <param name="Labels">The labels that selectors ask for.</param>
/// <param name="Ports">The ports whose names policies use.</param>
/// <param name="Region">Where the address lies between the edges of blocks; tells the family too.</param>
/// <param name="Kind">A pod with a network of its own, a pod on its node's, a node, or a stranger.</param>
/// <param name="Place">The end's own number where it is to be told apart from all others, else 0.</param>
readonly record struct Signature(
    int Namespace, int Account, int Labels, int Ports, int Region, int Kind, int Place = 0);

/// <summary>Reads the signatures of the ends of one cluster.</summary>
sealed class SignatureReader
{
    readonly Dictionary<ClusterNamespace, int> _namespaces = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<string, Dictionary<string, int>> _labels;
    readonly Dictionary<ServiceAccount, int> _accounts = [];
    readonly PolicyTerms _terms;
    readonly Dictionary<ContainerPort, int> _ports = [];
    readonly Trie _labelSets = new();
    readonly Trie _portLists = new();
    readonly AddressRegions _regions;
    int _values;

    public SignatureReader(PolicyTerms terms)
    {
        _labels = terms.PodLabels.ToDictionary(
            key => key, _ => new Dictionary<string, int>(StringComparer.Ordinal), StringComparer.Ordinal);
        _terms = terms;
        _regions = new AddressRegions(terms.Blocks);
    }

    /// <summary>The signature of an endpoint that has no address.</summary>
    public Signature Read(Endpoint endpoint) => new(
        IdOf(endpoint.Namespace),
        IdOf(endpoint.ServiceAccount),
        IdOf(endpoint.Labels),
        IdOf(endpoint.Ports),
        0,
        KindOf(endpoint),
        _terms.Backends.Contains(endpoint) ? endpoint.Index + 1 : 0);

    /// <summary>The signature of an end with an address.</summary>
    /// <param name="bare">That of its endpoint.</param>
    /// <param name="end">The end.</param>
    public Signature At(Signature bare, FlowEnd end)
    {
        var region = _regions.RegionOf(end.Address);
        var isBackend = !end.IsPod && end.Address is { } address && _terms.BackendAddresses.Contains(address);
        return bare with { Region = region, Place = isBackend ? -region : bare.Place };
    }

    public Signature ReadStranger(FlowEnd stranger) => At(default, stranger);

    static int KindOf(Endpoint endpoint) => endpoint.IsOnPodNetwork ? 1 : endpoint.Kind == EndpointKind.Node ? 2 : 3;

    int IdOf(ClusterNamespace? found)
    {
        if (found is null) return 0;
        if (!_namespaces.TryGetValue(found, out var id)) _namespaces.Add(found, id = _namespaces.Count + 1);
        return id;
    }

    int IdOf(ServiceAccount? account)
    {
        if (account is null) return 0;
        if (!_accounts.TryGetValue(account, out var id)) _accounts.Add(account, id = _accounts.Count + 1);
        return id;
    }

    int IdOf(LabelSet labels)
    {
        var id = 0;
        for (var i = 0; i < labels.Count; i++)
        {
            var (key, value) = labels[i];
            if (!_labels.TryGetValue(key, out var values)) continue;
            if (!values.TryGetValue(value, out var number)) values.Add(value, number = ++_values);
            id = _labelSets.Append(id, number);
        }
        return id;
    }

    int IdOf(ImmutableArray<ContainerPort> ports)
    {
        var id = 0;
        if (_terms.PortNames.Count == 0) return id;
        foreach (var port in ports)
        {
            if (port.Name is null || !_terms.PortNames.Contains(port.Name)) continue;
            if (!_ports.TryGetValue(port, out var number)) _ports.Add(port, number = _ports.Count + 1);
            id = _portLists.Append(id, number);
        }
        return id;
    }
}
