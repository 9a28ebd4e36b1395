using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Merlon.Manifests;
using Merlon.Manifests.Readers;
using Merlon.Model;
using Merlon.Resources;

namespace Merlon.Apis.ClusterPolicies;

/// <summary>Reads subjects and peers of cluster-wide policies.</summary>
sealed partial class PeerReader
{
    const int MaxEntries = 25;
    const int MaxCidrLength = 43;

    const string AllNamespaces = "what is left without it selects ALL namespaces";

    static readonly FieldSet SubjectFields = FieldSet.Closed("a subject", null, "namespaces", "pods");

    static readonly FieldSet SourceFields = FieldSet.Closed(
        "an ingress peer", "an empty peer is refused too", "namespaces", "pods");

    static readonly FieldSet NamespacesFields = SelectorReader.SelectorFields
        .Named("`namespaces`")
        .WithRemoved(AllNamespaces, "namespaceSelector", "sameLabels", "notSameLabels");

    static readonly FieldSet PodsFields = FieldSet
        .Closed("`pods`", "the peer loses this condition and selects more", "namespaceSelector", "podSelector")
        .WithRemoved(AllNamespaces, "namespaces", "sameLabels", "notSameLabels");

    readonly PolicyDialect _dialect;
    readonly FieldSet _standardFields;
    readonly FieldSet _experimentalFields;

    public PeerReader(PolicyDialect dialect)
    {
        const string dropped = "an empty peer is refused too";
        _dialect = dialect;
        _standardFields = FieldSet.Closed(
            "an egress peer of the standard channel", dropped, "namespaces", "pods", "networks");
        string[] all = ["namespaces", "pods", "networks", "nodes"];
        _experimentalFields = FieldSet.Closed(
            "an egress peer", dropped, dialect.HasDomainNames ? [.. all, "domainNames"] : all);
    }

    public ClusterPeerSpec ReadSubject(Value value) => Read(value, SubjectFields, "a subject", ["namespaces", "pods"]);

    public ClusterPeerSpec ReadSource(Value value) => Read(value, SourceFields, "a peer", ["namespaces", "pods"]);

    public ClusterPeerSpec ReadDestination(Value value) =>
        value.Context.Options.Channel == ReleaseChannel.Standard
            ? Read(value, _standardFields, "a peer", ["namespaces", "pods", "networks"])
            : Read(value, _experimentalFields, "a peer", _dialect.HasDomainNames
                ? ["namespaces", "pods", "networks", "nodes", "domainNames"]
                : ["namespaces", "pods", "networks", "nodes"]);

    ClusterPeerSpec Read(Value value, FieldSet fields, string what, ReadOnlySpan<string> names)
    {
        var peer = value.AsObject(fields);
        var only = peer is null ? null : CrdSchema.OnlyField(peer, what, names);
        if (peer is null || only is null || peer[only] is not { } found)
        {
            return new ClusterPeerSpec.NotUnderstood(
                peer?.UnknownField is { } unknown ? $"`{unknown}` is not understood" : $"{what} says nothing",
                value.Place);
        }
        return only switch
        {
            "namespaces" => Selected(
                found, NamespacesFields, selector => new ClusterPeerSpec.Namespaces(selector, value.Place)),
            "nodes" => Selected(
                found, SelectorReader.SelectorFields, selector => new ClusterPeerSpec.Nodes(selector, value.Place)),
            "pods" => ReadPods(found, value),
            "networks" => ReadNetworks(found, value),
            "domainNames" => ReadNames(found, value),
            _ => throw new InvalidOperationException($"`{only}` is no peer that can be read."),
        };
    }

    static ClusterPeerSpec Selected(Value value, FieldSet fields, Func<LabelSelectorSpec, ClusterPeerSpec> make)
    {
        var (selector, fault) = ReadSelector(value, fields);
        return selector is null ? new ClusterPeerSpec.NotUnderstood(fault, value.Place) : make(selector);
    }

    // A CRD takes any text as key, operator or value, and a server stores it.
    static (LabelSelectorSpec? Selector, string Fault) ReadSelector(Value value, FieldSet fields)
    {
        if (value.AsObject(fields) is not { } written) return (null, "the selector is none");
        var selector = SelectorReader.Unchecked(written);
        if (value.Context.FailsClosed && written.UnknownField is { } unknown)
        {
            return (null, $"`{unknown}` is not understood");
        }
        return SelectorRules.Fault(selector) is { } fault ? (null, fault.TrimEnd('.')) : (selector, "");
    }

    ClusterPeerSpec ReadPods(Value found, Value whole)
    {
        var pods = found.AsObject(PodsFields);
        if (pods is null) return new ClusterPeerSpec.NotUnderstood("`pods` says nothing", whole.Place);
        var podValue = CrdSchema.Required(pods, "podSelector", "`pods`");
        var namespaceValue = _dialect.PodsNeedNamespaces
            ? CrdSchema.Required(pods, "namespaceSelector", "`pods`")
            : CrdSchema.Written(pods, "namespaceSelector");
        if (whole.Context.FailsClosed && pods.UnknownField is { } unknown)
        {
            return new ClusterPeerSpec.NotUnderstood($"`{unknown}` is not understood", whole.Place);
        }
        if (podValue is null || (namespaceValue is null && _dialect.PodsNeedNamespaces))
        {
            return new ClusterPeerSpec.NotUnderstood("`pods` lacks a selector", whole.Place);
        }
        var (inside, podFault) = ReadSelector(podValue.Value, SelectorReader.SelectorFields);
        if (inside is null) return new ClusterPeerSpec.NotUnderstood(podFault, whole.Place);
        if (namespaceValue is null) return new ClusterPeerSpec.Pods(null, inside, whole.Place);
        var (outside, fault) = ReadSelector(namespaceValue.Value, SelectorReader.SelectorFields);
        return outside is null
            ? new ClusterPeerSpec.NotUnderstood(fault, whole.Place)
            : new ClusterPeerSpec.Pods(outside, inside, whole.Place);
    }

    static ClusterPeerSpec ReadNetworks(Value found, Value whole)
    {
        var items = CrdSchema.List(found, 1, MaxEntries, "`networks`");
        var texts = items.Select(item => item.AsString() ?? "").ToList();
        CrdSchema.RefuseRepeated(items, texts);
        var blocks = ImmutableArray.CreateBuilder<Cidr>();
        for (var i = 0; i < items.Length; i++)
        {
            var fault = CidrText.Read(texts[i], out var block);
            if (fault is CidrFault.None or CidrFault.HostBits && texts[i].Length <= MaxCidrLength) blocks.Add(block);
            else RefuseNetwork(items[i], texts[i], fault);
        }
        return blocks.Count == items.Length && items.Length > 0
            ? new ClusterPeerSpec.Networks(blocks.ToImmutable(), whole.Place)
            : new ClusterPeerSpec.NotUnderstood("not all of `networks` are CIDRs", whole.Place);
    }

    static void RefuseNetwork(Value item, string text, CidrFault fault) => CrdSchema.Refuse(item, fault switch
    {
        CidrFault.NoPrefix => $"`{text}` is an address, not a CIDR: write "
            + $"`{text}/{(text.Contains(':', StringComparison.Ordinal) ? 128 : 32)}` for this one address.",
        CidrFault.Mapped => $"`{text}` is an IPv4-mapped IPv6 block: write the IPv4 block.",
        CidrFault.LeadingZeros => $"`{text}` has leading zeros.",
        _ => $"`{text}` is not a CIDR such as 10.9.8.0/24 or 2001:db8::/64.",
    });

    static ClusterPeerSpec ReadNames(Value found, Value whole)
    {
        var items = CrdSchema.List(found, 1, MaxEntries, "`domainNames`");
        var texts = items.Select(item => item.AsString() ?? "").ToList();
        CrdSchema.RefuseRepeated(items, texts);
        var names = ImmutableArray.CreateBuilder<DomainPattern>();
        for (var i = 0; i < items.Length; i++)
        {
            if (!DomainName().IsMatch(texts[i]))
            {
                CrdSchema.Refuse(
                    items[i],
                    $"`{texts[i]}` is not a domain name such as example.com or *.example.com: at least two labels, "
                        + "and `*` only as the first of them.");
            }
            else if (DomainPattern.TryParse(texts[i], out var name)) names.Add(name);
        }
        return names.Count == items.Length && items.Length > 0
            ? new ClusterPeerSpec.DomainNames(names.ToImmutable(), whole.Place)
            : new ClusterPeerSpec.NotUnderstood("not all of `domainNames` are names", whole.Place);
    }

    // The pattern of the CRD; its A-z takes a few signs that no name has.
    [GeneratedRegex(
        @"\A(\*\.)?([a-zA-z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex DomainName();
}
