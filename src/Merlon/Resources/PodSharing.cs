using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Resources;

/// <summary>
/// Makes pods of one cluster share what is equal in them: the labels and ports of a workload's pods, names of nodes and
/// namespaces. For whoever keeps a hundred thousand of them. It has one owner.
/// </summary>
public sealed class PodSharing
{
    static readonly SourceLocation SomePod = new("pods", 0, 1);
    static readonly Place NoPlace = new(SomePod, FieldPath.Root);

    readonly Pool<string> _texts = new(StringComparer.Ordinal);
    readonly Pool<LabelSet> _labels = new();
    readonly Pool<PodSpec> _specs = new();
    readonly Pool<ContainerPort> _port = new();
    readonly Pool<ImmutableArray<ContainerPort>> _ports = new(new ListComparer<ContainerPort>());
    readonly Pool<ImmutableArray<IpAddress>> _hosts = new(new ListComparer<IpAddress>());
    readonly Pool<ImmutableArray<OwnerReference>> _owners = new(new ListComparer<OwnerReference>());

    /// <summary>An equal pod that shares what it can; which text it was read from is lost.</summary>
    public PodResource Share(PodResource pod) => pod with
    {
        Meta = pod.Meta with
        {
            Namespace = _texts.One(pod.Meta.Namespace),
            Labels = _labels.One(Shared(pod.Meta.Labels)),
            Owners = _owners.One(pod.Meta.Owners),
            Location = SomePod,
            NamespacePlace = NoPlace,
        },
        Spec = _specs.One(pod.Spec with
        {
            NodeName = _texts.One(pod.Spec.NodeName),
            ServiceAccountName = _texts.One(pod.Spec.ServiceAccountName),
            Ports = _ports.One([.. pod.Spec.Ports.Select(_port.One)!]),
        }),
        HostAddresses = _hosts.One(pod.HostAddresses),
    };

    LabelSet Shared(LabelSet labels) => LabelSet.From(labels.Select(
        label => KeyValuePair.Create(_texts.One(label.Key), _texts.One(label.Value))));
}
