using System.Collections.Immutable;
using Merlon.Diagnostics;
using Merlon.Model;

namespace Merlon.Policies;

/// <summary>Whom a rule speaks of at one end. A closed family.</summary>
/// <param name="Origin">Where it is written.</param>
public abstract record Peer(SourceLocation Origin)
{
    /// <summary>Pods by selector, with all their addresses.</summary>
    public sealed record Pods(EndpointSelector Selector, SourceLocation Origin) : Peer(Origin)
    {
        public override string ToString() => Selector.ToString();
    }

    /// <summary>
    /// Pods by a formula, and the addresses of every group that it finds: <see cref="Cluster.AddressGroups"/>.
    /// </summary>
    public sealed record Labelled(LabelFormula Formula, SourceLocation Origin) : Peer(Origin)
    {
        public override string ToString() => $"selector {Formula}";
    }

    /// <summary>The pods and addresses behind a Service, ready or not; with any port.</summary>
    public sealed record Backends(string Namespace, string Service, SourceLocation Origin) : Peer(Origin)
    {
        public override string ToString() => $"backends of svc/{Namespace}/{Service}";
    }

    /// <summary>A block of addresses without some blocks inside it: pods, nodes and the outside alike.</summary>
    public sealed record Block(Cidr Cidr, ImmutableArray<Cidr> Except, SourceLocation Origin) : Peer(Origin)
    {
        public bool Equals(Block? other) =>
            other is not null && Cidr == other.Cidr && Except.SequenceEqual(other.Except) && Origin == other.Origin;

        public override int GetHashCode() => HashCode.Combine(Cidr, Except.Length, Origin);

        public override string ToString() => Except.IsEmpty ? $"{Cidr}" : $"{Cidr} except {string.Join(", ", Except)}";
    }

    /// <summary>The addresses of the nodes whose labels match; pods on the host network have them too.</summary>
    public sealed record Nodes(LabelExpression Labels, SourceLocation Origin) : Peer(Origin)
    {
        public override string ToString() => Labels.IsEverything ? "all nodes" : $"nodes {Labels}";
    }

    /// <summary>
    /// The addresses that a name outside the cluster stands for, by <see cref="Cluster.Domains"/>; where that does not
    /// know the name, nobody can say whether it matches.
    /// </summary>
    public sealed record Domain(DomainPattern Pattern, SourceLocation Origin) : Peer(Origin)
    {
        public override string ToString() => Pattern.ToString();
    }

    /// <summary>No one, whoever it is: the peer of a rule that its API wants ignored.</summary>
    public sealed record Nobody(SourceLocation Origin) : Peer(Origin)
    {
        public override string ToString() => "nobody";
    }
}
