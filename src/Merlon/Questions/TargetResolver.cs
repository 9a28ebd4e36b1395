using System.Collections.Immutable;
using Merlon.Manifests;
using Merlon.Model;

namespace Merlon.Questions;

/// <summary>
/// Finds what a name means: <c>namespace/pod</c>, <c>namespace/Kind/name</c>, <c>kind/name</c>, <c>node/name</c>,
/// <c>svc/namespace/name</c>, a bare name where only one thing has it, an address, or a CIDR.
/// </summary>
public sealed class TargetResolver
{
    readonly Snapshot _snapshot;
    readonly string? _namespace;
    readonly ILookup<string, Endpoint> _byWorkload;
    readonly Dictionary<string, Target> _known = new(StringComparer.Ordinal);

    /// <param name="snapshot">Where to look.</param>
    /// <param name="defaultNamespace">The namespace of names without one; null to look in all of them.</param>
    public TargetResolver(Snapshot snapshot, string? defaultNamespace = null)
    {
        (_snapshot, _namespace) = (snapshot, defaultNamespace);
        _byWorkload = snapshot.Cluster.Endpoints.ToLookup(endpoint => endpoint.Workload.Text, StringComparer.Ordinal);
    }

    /// <summary>The target, or null and the error that a person should see. Names are looked up once.</summary>
    public Target? Resolve(ReadOnlySpan<char> text, out string? error)
    {
        error = null;
        if (_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known)) return known;
        var name = text.ToString();
        var found = Find(name, out error);
        if (found is not null) _known[name] = found;
        return found;
    }

    Target? Find(string text, out string? error)
    {
        error = null;
        if (IpAddress.TryParse(text, out var address)) return new Target.At(address);
        var fault = CidrText.Read(text, out var cidr);
        if (fault == CidrFault.None) return new Target.Within(cidr);
        if (fault is CidrFault.HostBits or CidrFault.Mapped or CidrFault.LeadingZeros)
        {
            error = $"`{text}` is not a plain CIDR: did you mean `{cidr}`?";
            return null;
        }
        var candidates = text.Split('/') switch
        {
            [var name] => _namespace is null ? EverywhereNamed(name) : [.. In(_namespace, null, name), .. Nodes(name)],
            [var first, var name] => ByTwo(first, name),
            [var first, var second, var name]
                when KindNames.Find(first) is { } kind && KindNames.Find(second) is null => In(second, kind, name),
            [var @namespace, var second, var name] => In(@namespace, KindNames.Find(second) ?? second, name),
            _ => [],
        };
        return Single(text, candidates, out error);
    }

    IEnumerable<Target> ByTwo(string first, string name)
    {
        if (KindNames.Find(first) is not { } kind || _snapshot.Cluster.TryGetNamespace(first, out _))
        {
            return In(first, null, name);
        }
        if (kind == KindNames.Node) return Nodes(name);
        return _namespace is null
            ? _snapshot.Cluster.Namespaces.SelectMany(ns => In(ns.Name, kind, name))
            : In(_namespace, kind, name);
    }

    IEnumerable<Target> EverywhereNamed(string name) =>
        [.. _snapshot.Cluster.Namespaces.SelectMany(ns => In(ns.Name, null, name)), .. Nodes(name)];

    IEnumerable<Target> Nodes(string name) =>
        _snapshot.Cluster.TryGetEndpoint(EndpointId.Node(name).Text, out var node)
            ? [new Target.Known(node.Id.Text, [node])]
            : [];

    // Without a kind: the pod of the name, else the workloads of the name. Services are asked for by their kind.
    IEnumerable<Target> In(string @namespace, string? kind, string name)
    {
        if (kind == KindNames.Service)
        {
            var service = _snapshot.Cluster.Services.FirstOrDefault(
                service => service.Namespace == @namespace && service.Name == name);
            return service is null ? [] : [new Target.Behind(service)];
        }
        if (kind is null or KindNames.Pod
            && _snapshot.Cluster.TryGetEndpoint(EndpointId.Pod(@namespace, name).Text, out var pod))
        {
            return [new Target.Known(pod.Id.Text, [pod])];
        }
        return Workloads(@namespace, kind, name);
    }

    IEnumerable<Target> Workloads(string @namespace, string? kind, string name)
    {
        if (kind is not null)
        {
            var id = EndpointId.Workload(@namespace, kind, name).Text;
            return _byWorkload.Contains(id) ? [new Target.Known(id, [.. _byWorkload[id]])] : [];
        }
        return _byWorkload
            .Where(group => group.Key.StartsWith(@namespace + "/", StringComparison.Ordinal)
                && group.Key.EndsWith("/" + name, StringComparison.Ordinal)
                && group.Key.Count(c => c == '/') == 2)
            .Select(group => new Target.Known(group.Key, [.. group]));
    }

    Target? Single(string text, IEnumerable<Target> candidates, out string? error)
    {
        error = null;
        var found = candidates.OrderBy(candidate => candidate.ToString(), StringComparer.Ordinal).ToList();
        if (found is [var only]) return only;
        error = found.Count > 1
            ? $"`{text}` is ambiguous: {Listed(found.Select(target => target.ToString() ?? ""))}?"
            : NotFound(text);
        return null;
    }

    static string Listed(IEnumerable<string> names)
    {
        var shown = names.Take(6).ToList();
        return shown.Count == 6 ? string.Join(", ", shown.Take(5)) + ", …" : string.Join(" or ", shown);
    }

    // `fronten`, or `shop/frontend` for what lives elsewhere: the name counts more than the namespace.
    static string? NearestByLastPart(string text, List<string> names)
    {
        var byLastPart = names.ToLookup(name => name[(name.LastIndexOf('/') + 1)..], StringComparer.Ordinal);
        return NearestName.Find(text[(text.LastIndexOf('/') + 1)..], byLastPart.Select(group => group.Key)) is { } near
            ? byLastPart[near].Order(StringComparer.Ordinal).First()
            : null;
    }

    string NotFound(string text)
    {
        var finished = _snapshot.Resources.Pods.FirstOrDefault(
            pod => pod.IsFinished && (pod.Meta.QualifiedName == text || pod.Meta.Name == text));
        if (finished is not null)
        {
            return $"`{text}` has finished ({finished.Phase}): it has no address any more, and no policy applies to it";
        }
        var unread = _snapshot.Unread.FirstOrDefault(document => document.Name == text.Split('/')[^1]);
        if (unread is not null) return $"`{text}` is in the input, but {unread} is {unread.Reason}";
        var names = _snapshot.Cluster.Endpoints
            .SelectMany(endpoint => new[] { endpoint.Id.Text, endpoint.Workload.Text })
            .Concat(_snapshot.Cluster.Services.Select(service => service.ToString()))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var near = NearestName.Find(text, names) ?? NearestByLastPart(text, names);
        return near is null
            ? $"there is no endpoint `{text}` in the input"
            : $"there is no endpoint `{text}` in the input: did you mean `{near}`?";
    }
}
